using DbSafety.Core.Commands;
using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Core.Options;

/// <summary>Looks for damage in a database.</summary>
[Command("Test", "DatabaseIntegrity", typeof(IntegrityCheck), ShortName = "integrity", Many = true,
    Summary = "Looks for damage: invalid indexes, broken constraints, orphans, sequences behind their columns, duplicate keys, changed collations, checksum failures, broken pages; bounded in time, and says what it did not look at.")]
public sealed class TestDatabaseIntegrityOptions : DatabaseOptions
{
    /// <summary>Which checks.</summary>
    [Parameter("Only these checks: indexes, constraints, foreign-keys, sequences, unique-keys, collations, checksums, amcheck, catalog, backup.", Position = 0)]
    public string[] Check { get; set; } = [];

    /// <summary>Which schemas.</summary>
    [Parameter("Only objects in these schemas.")]
    public string[] Schema { get; set; } = [];

    /// <summary>How long at most.</summary>
    [Parameter("How long it may take in all; small tables come first, and what is left is named. Default: ten minutes.")]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>A backup to compare with.</summary>
    [Parameter("Compares the tables of this backup, its id or its manifest, with its counts and digests.", Completes = "backups")]
    public string? Backup { get; set; }

    /// <summary>The folder of the backup files.</summary>
    [Parameter("The folder of the backup, or its place in an object store. Default: backups/ of the project, or the current folder.", Completes = "path")]
    public string? Path { get; set; }
}
