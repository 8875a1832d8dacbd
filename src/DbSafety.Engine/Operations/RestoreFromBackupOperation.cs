using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
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
        if (options.Jobs is { } jobs)
            request = request with { Jobs = jobs is >= 1 and <= 64 ? jobs : throw NoJobs(jobs) };
        var results = await TableRestorer.RestoreAsync(target.Sessions, selection.Set, request, host, cancellationToken);
        foreach (var restored in results)
            host.Write(restored);
        if (results.Where(restored => restored is { Changed: true, Verified: false }).ToList() is { Count: > 0 } open)
            throw NotWhole(selection.Set, open);
    }

    private static DbSafetyException NoJobs(int jobs) =>
        new("RestoreRequestInvalid", ErrorKind.InvalidArgument, $"{jobs} jobs are not possible.") { State = "Nothing was changed.", NextStep = "Give --jobs a number from 1 to 64." };

    private static DbSafetyException NotWhole(BackupSet set, IReadOnlyList<TableRestore> open) =>
        new("RestoreNotWhole", ErrorKind.CheckFailed, $"{string.Join(", ", open.Select(restored => restored.Table))} {(open.Count == 1 ? "holds" : "hold")} all rows of backup {set.Id}, but the structure is not wholly what it was.")
        {
            State = "The restore is committed; what is not as it was stands above.",
            NextStep = "Mend what is named: restore the tables that rows point to, then validate the foreign keys, or make what is missing by hand.",
            Detail = [.. open.SelectMany(restored => restored.Detail.Select(line => $"{restored.Table}: {line}"))],
        };
}
