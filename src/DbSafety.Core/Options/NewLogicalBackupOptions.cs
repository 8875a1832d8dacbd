using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Makes a backup set.</summary>
[Command("New", "LogicalBackup", typeof(LogicalBackup), ShortName = "backup", Impact = ChangeImpact.Low,
    Summary = "Backs up structure and data of tables, schemas or the whole database, from one snapshot, as compressed SQL files with a manifest.")]
public sealed class NewLogicalBackupOptions : DatabaseOptions
{
    /// <summary>The tables.</summary>
    [Parameter("The tables, such as products or inventory.lots; * and ? match. A name without a schema is looked up in the search path.", Position = 0, FromPipeline = true, Completes = "tables")]
    public string[] Table { get; set; } = [];

    /// <summary>The schemas.</summary>
    [Parameter("Schemas whose tables are all backed up, together with their other objects' structure.")]
    public string[] Schema { get; set; } = [];

    /// <summary>Everything.</summary>
    [Parameter("Backs up every table of the database. This is the default where neither a table nor a schema is named.")]
    public bool All { get; set; }

    /// <summary>The folder of the backup files.</summary>
    [Parameter("The folder for the files, or their place in an object store: azblob://ACCOUNT/CONTAINER/PREFIX or s3://BUCKET/PREFIX. Default: backups/ of the project, or the current folder where there is no project.", Completes = "path")]
    public string? Path { get; set; }

    /// <summary>The form of the data.</summary>
    [Parameter("The form of the data: Copy (fast, the default) or Insert (one statement a row, for tools that know no COPY).")]
    public BackupDataFormat DataFormat { get; set; }

    /// <summary>No data.</summary>
    [Parameter("Writes the structure without the data.")]
    public bool SchemaOnly { get; set; }

    /// <summary>No structure.</summary>
    [Parameter("Writes the data without the structure.")]
    public bool DataOnly { get; set; }

    /// <summary>Not all rows.</summary>
    [Parameter("A condition in SQL: backs up only the rows for which it is true. The condition must fit each table named. Such a backup is never restored in place of the whole table; it can be merged, or looked at aside.")]
    public string? Where { get; set; }

    /// <summary>How many tables at once.</summary>
    [Parameter("How many tables are read at once, each over its own connection. Default: 2.")]
    public int? Jobs { get; set; }

    /// <summary>The compression level.</summary>
    [Parameter("The gzip level, 1 (fast) to 9 (small). Default: 2.")]
    public int? CompressionLevel { get; set; }

    /// <summary>Proves it.</summary>
    [Parameter("Restores the new backup into a scratch database at once, and compares it there (as Test-LogicalBackup does).")]
    public bool Prove { get; set; }
}
