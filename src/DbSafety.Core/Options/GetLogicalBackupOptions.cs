using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Lists backup sets.</summary>
[Command("Get", "LogicalBackup", typeof(LogicalBackup), ShortName = "backups", Many = true,
    Summary = "Lists the backup sets of a folder, newest first, by their manifests.")]
public sealed class GetLogicalBackupOptions : CommandOptions
{
    /// <summary>Which set.</summary>
    [Parameter("The id of a set, such as 20241215_143022.", Position = 0, Completes = "backups")]
    public string? Id { get; set; }

    /// <summary>Sets with these tables.</summary>
    [Parameter("Only sets that hold one of these tables; * and ? match.", FromPipeline = true)]
    public string[] Table { get; set; } = [];

    /// <summary>The newest ones.</summary>
    [Parameter("Only the newest so many sets.")]
    public int? Last { get; set; }

    /// <summary>Not older than.</summary>
    [Parameter("Only sets made at or after this time.")]
    public DateTimeOffset? Since { get; set; }

    /// <summary>The folder of the backup files.</summary>
    [Parameter("The folder of the files, or their place in an object store: azblob://ACCOUNT/CONTAINER/PREFIX or s3://BUCKET/PREFIX. Default: backups/ of the project, or the current folder.", Completes = "path")]
    public string? Path { get; set; }
}
