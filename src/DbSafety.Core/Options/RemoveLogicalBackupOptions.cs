using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Removes backup sets.</summary>
[Command("Remove", "LogicalBackup", typeof(BackupRetention), ShortName = "prune", Many = true, Impact = ChangeImpact.High,
    Summary = "Removes backup sets that no rule keeps; never the last proven set of a table, nor one that an applied migration still needs.")]
public sealed class RemoveLogicalBackupOptions : DatabaseOptions
{
    /// <summary>One set.</summary>
    [Parameter("One set to remove: its id or its manifest. Without it the rules below choose among all sets of the database.", Position = 0, FromPipeline = true, Aliases = ["Id"], Completes = "backups")]
    public string? Backup { get; set; }

    /// <summary>The newest ones.</summary>
    [Parameter("Keeps the newest so many sets of each kind: of the whole database, of the same schemas, of the same tables.")]
    public int? Keep { get; set; }

    /// <summary>One a day.</summary>
    [Parameter("Keeps the newest set of each of the last so many days that have one (UTC).")]
    public int? KeepDaily { get; set; }

    /// <summary>One a week.</summary>
    [Parameter("Keeps the newest set of each of the last so many weeks that have one (Monday to Sunday).")]
    public int? KeepWeekly { get; set; }

    /// <summary>One a month.</summary>
    [Parameter("Keeps the newest set of each of the last so many months that have one.")]
    public int? KeepMonthly { get; set; }

    /// <summary>One a year.</summary>
    [Parameter("Keeps the newest set of each of the last so many years that have one.")]
    public int? KeepYearly { get; set; }

    /// <summary>Only old ones.</summary>
    [Parameter("Removes only sets that are older than this, such as 30d. Alone, it removes every set that is older.")]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>The folder of the backup files.</summary>
    [Parameter("The folder of the files, or their place in an object store: azblob://ACCOUNT/CONTAINER/PREFIX or s3://BUCKET/PREFIX. Default: backups/ of the project, or the current folder.", FromPipeline = true, Completes = "path")]
    public string? Path { get; set; }
}
