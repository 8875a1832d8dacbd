using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Makes the files of a new migration.</summary>
[Command("New", "SafeMigration", typeof(MigrationFiles), ShortName = "new", Impact = ChangeImpact.Low,
    Summary = "Makes the next-numbered trio of files of a migration: the up script, its rollback and its verify script.")]
public sealed class NewSafeMigrationOptions : CommandOptions
{
    /// <summary>What the migration does.</summary>
    [Parameter("What the migration does, in a few words, such as \"add price to products\". The file names are made from it.", Position = 0, Required = true)]
    public string Description { get; set; } = "";
}
