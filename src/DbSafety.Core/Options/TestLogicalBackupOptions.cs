using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Proves a backup.</summary>
[Command("Test", "LogicalBackup", typeof(BackupTest), ShortName = "prove", Many = true, Impact = ChangeImpact.Low,
    Summary = "Proves a backup: checks every file's hash, restores it into a scratch database, compares rows, content digest and structure, and drops the scratch database.")]
public sealed class TestLogicalBackupOptions : DatabaseOptions
{
    /// <summary>The backup.</summary>
    [Parameter("The backup: its id, its manifest, one of its files or its folder. Default: the newest set.", Position = 0, FromPipeline = true, Aliases = ["Id"], Completes = "backups")]
    public string? Backup { get; set; }

    /// <summary>Which of its tables.</summary>
    [Parameter("Only these of its tables.")]
    public string[] Table { get; set; } = [];

    /// <summary>The folder of the backup files.</summary>
    [Parameter("The folder of the files, or their place in an object store: azblob://ACCOUNT/CONTAINER/PREFIX or s3://BUCKET/PREFIX. Default: backups/ of the project, or the current folder.", FromPipeline = true, Completes = "path")]
    public string? Path { get; set; }

    /// <summary>Only the files.</summary>
    [Parameter("Checks only the files' hashes and form, without a server. The result says that nothing was restored.")]
    public bool FilesOnly { get; set; }
}
