using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Loads test data.</summary>
[Command("Import", "SeedData", typeof(SeedFileResult), ShortName = "seed", Many = true, Impact = ChangeImpact.Medium,
    Summary = "Loads the SQL files of seeds/ into a development database, in one transaction. Refuses a production target.")]
public sealed class ImportSeedDataOptions : ScriptableOptions
{
    /// <summary>Which files.</summary>
    [Parameter("The files to load, in this order. Default: all .sql files of seeds/, by name.", Position = 0, Completes = "path")]
    public string[] File { get; set; } = [];
}
