using DbSafety.Core.Options;
using DbSafety.Core.Results;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class RecordsStep : IDemoStep
{
    public string Title => "What is on record";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var project = stage.Folder.Project;
        var log = Path.Combine(project, "migrations", "LOG.md");
        var backups = await stage.RunAsync<LogicalBackup>(new GetLogicalBackupOptions(), "backups", cancellationToken);
        stage.Claim(backups.Count >= 2 && backups.All(backup => File.Exists(backup.Manifest)), $"{backups.Count} backup sets with their manifests: {Path.Combine(project, "backups")}");
        stage.Claim(File.Exists(log), $"the migration log: {log}");
        var entries = await stage.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relnamespace = 'dbsafety'::regnamespace AND relkind = 'r'", cancellationToken);
        stage.Claim(entries > 0, "the journal: schema dbsafety of the database itself");
    }
}
