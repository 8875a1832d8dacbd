using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations;

/// <summary>Proves a backup, or checks its files only.</summary>
internal sealed class TestLogicalBackupOperation : IOperation<TestLogicalBackupOptions>
{
    public async Task RunAsync(TestLogicalBackupOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        foreach (var test in options.FilesOnly
            ? await CheckFilesAsync(options, host, cancellationToken)
            : await ProveAsync(options, host, cancellationToken))
            host.Write(test);
    }

    private static async Task<IReadOnlyList<BackupTest>> CheckFilesAsync(TestLogicalBackupOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var project = options.Project is not null ? ProjectFolder.Open(options.Project, host) : options.Path is null ? ProjectFolder.OpenNearest(host) : null;
        var selection = await SelectAsync(options, project, host, cancellationToken);
        return await BackupProver.CheckFilesAsync(selection.Set, selection.Tables, host, cancellationToken);
    }

    private static async Task<IReadOnlyList<BackupTest>> ProveAsync(TestLogicalBackupOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var selection = await SelectAsync(options, target.Project, host, cancellationToken);
        if (!await host.ConfirmAsync(new Confirmation(target.Sessions.Description,
            $"Restore backup {selection.Set.Id} into a scratch database and drop that again", ChangeImpact.Low), cancellationToken))
            return [];
        return await BackupProver.ProveAsync(target.Sessions, selection.Set, selection.Tables, host, cancellationToken);
    }

    private static Task<BackupSelection> SelectAsync(TestLogicalBackupOptions options, ProjectFolder? project, IOperationHost host, CancellationToken cancellationToken) =>
        new BackupStore(BackupFolders.Of(options.Path, project, host)).SelectAsync(options.Backup, options.Table, host, cancellationToken);
}
