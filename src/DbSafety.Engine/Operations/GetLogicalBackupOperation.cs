using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations;

/// <summary>Lists backup sets by their manifests.</summary>
internal sealed class GetLogicalBackupOperation : IOperation<GetLogicalBackupOptions>
{
    public async Task RunAsync(GetLogicalBackupOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var store = new BackupStore(BackupFolders.Of(options.Path, ProjectOf(options, host), host));
        if (options.Id is { Length: > 0 } id)
        {
            host.Write((await store.FindAsync(id, host, cancellationToken)).ToResult());
            return;
        }

        var patterns = options.Table.Select(text => new TablePattern(text)).ToList();
        var sets = (await store.ListAsync(host, cancellationToken))
            .Where(set => options.Since is not { } since || set.Manifest.Created >= since)
            .Where(set => patterns.Count == 0 || set.Manifest.Tables.Any(table => patterns.Any(pattern => pattern.Matches(table.TableName))));
        foreach (var set in sets.Take(options.Last ?? int.MaxValue))
            host.Write(set.ToResult());
    }

    private static ProjectFolder? ProjectOf(GetLogicalBackupOptions options, IOperationHost host) =>
        options.Project is not null ? ProjectFolder.Open(options.Project, host)
        : options.Path is null ? ProjectFolder.OpenNearest(host) : null;
}
