using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Backups;

namespace DbSafety.Engine.Operations;

/// <summary>Restores tables from a backup set.</summary>
internal sealed class RestoreFromBackupOperation : IOperation<RestoreFromBackupOptions>
{
    public async Task RunAsync(RestoreFromBackupOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var store = new BackupStore(BackupFolders.Of(options.Path, target.Project, host));
        var selection = await store.SelectAsync(options.Backup, options.Table, host, cancellationToken);
        var request = new RestoreRequest
        {
            Tables = selection.Tables,
            Mode = options.Mode,
            ExtraRows = options.ExtraRows,
            Columns = options.Column,
            WhatIf = options.WhatIf,
        };
        foreach (var restored in await TableRestorer.RestoreAsync(target.Sessions, selection.Set, request, host, cancellationToken))
            host.Write(restored);
    }
}
