using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Lists migrations.</summary>
[Command("Get", "SafeMigration", typeof(MigrationInfo), ShortName = "status", Many = true,
    Summary = "Lists the project's migrations and what the target's journal says of them: pending, applied, changed, missing, failed.")]
public sealed class GetSafeMigrationOptions : DatabaseOptions
{
    /// <summary>Which ones.</summary>
    [Parameter("Ids of migrations; * and ? match.", Position = 0, FromPipeline = true, Completes = "migrations")]
    public string[] Id { get; set; } = [];

    /// <summary>Only pending ones.</summary>
    [Parameter("Only those that are not applied.")]
    public bool Pending { get; set; }

    /// <summary>Only applied ones.</summary>
    [Parameter("Only those that are applied.")]
    public bool Applied { get; set; }
}
