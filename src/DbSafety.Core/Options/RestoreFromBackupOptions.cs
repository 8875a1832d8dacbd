using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Restores tables.</summary>
[Command("Restore", "FromBackup", typeof(TableRestore), ShortName = "restore", Many = true, Impact = ChangeImpact.High,
    Summary = "Restores tables from a backup: loads them into a side schema, compares them there, brings the live table to them by key in one transaction, and compares again.")]
public sealed class RestoreFromBackupOptions : ScriptableOptions
{
    /// <summary>The backup.</summary>
    [Parameter("The backup: its id, its manifest, one of its files or its folder. Default: the newest set that holds the tables.", Position = 0, FromPipeline = true, Aliases = ["Id"], Completes = "backups")]
    public string? Backup { get; set; }

    /// <summary>Which of its tables.</summary>
    [Parameter("The tables to restore. Default: all of the set.", Completes = "tables")]
    public string[] Table { get; set; } = [];

    /// <summary>The folder of the backup files.</summary>
    [Parameter("The folder of the files, or their place in an object store: azblob://ACCOUNT/CONTAINER/PREFIX or s3://BUCKET/PREFIX. Default: backups/ of the project, or the current folder.", FromPipeline = true, Completes = "path")]
    public string? Path { get; set; }

    /// <summary>How.</summary>
    [Parameter("Auto: merges into a table that exists, recreates one that is gone. Merge: brings the live rows to the backup by key. Replace: puts the backup's rows in the place of all rows; nothing may reference the table. Swap: puts the backup's table, structure and rows, in the place of the live one, in one short transaction. Recreate: makes a table that is gone. Aside: stops at the side schema, to look at.")]
    public RestoreMode Mode { get; set; }

    /// <summary>Not whole rows.</summary>
    [Parameter("Brings back only these columns, of rows that are still there, by key; no row is inserted or deleted. So a column comes back whose values a rollback script could not give back.")]
    public string[] Column { get; set; } = [];

    /// <summary>What becomes of newer rows.</summary>
    [Parameter("What becomes of live rows that are not in the backup: Keep (the default; they are counted and reported) or Remove.")]
    public ExtraRows ExtraRows { get; set; }

    /// <summary>How many sessions.</summary>
    [Parameter("Over how many connections large tables that are gone are loaded, indexed and compared. Default: 2.")]
    public int? Jobs { get; set; }
}
