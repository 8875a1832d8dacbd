using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Running;
using Npgsql;

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
        if (target.IsProduction && request is { WhatIf: false, Mode: not RestoreMode.Aside })
            request = request with { Approve = (tables, session, token) => ApproveAsync(target, selection.Set, tables, request, session, host, token) };
        var results = await TableRestorer.RestoreAsync(target.Sessions, selection.Set, request, host, cancellationToken);
        foreach (var restored in results)
            host.Write(restored);
        if (results.Where(restored => restored is { Changed: true, Verified: false }).ToList() is { Count: > 0 } open)
            throw NotWhole(selection.Set, open);
    }

    // A restore changes production as a migration does. The journal has it where there is one.
    private static async Task ApproveAsync(
        ResolvedTarget target, BackupSet set, IReadOnlyList<ManifestTable> tables, RestoreRequest request, NpgsqlConnection session, IOperationHost host, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", tables.Select(table => table.QualifiedName));
        var grant = await new ApprovalGate(target, host).BeforeAsync([ApprovalPoint.ProductionDeployment],
            new ApprovalRequest($"restore {names} from backup {set.Id} into {target.Name}", [.. tables.Select(table => $"{table.QualifiedName}: {table.Rows:N0} rows")], $"dbsafety restore {set.Id}",
                token => RestoreSubject.ReadAsync(target, session, set, tables, request, token)), session, cancellationToken);
        if (grant.Points.Count == 0)
            return;
        var runId = RunContext.NewRunId(host);
        if (grant.Signed is { } signed)
            await signed.UseAsync(target, runId, host, cancellationToken);
        if (!await JournalReader.ExistsAsync(session, cancellationToken))
            return;
        await using var other = await target.Sessions.OpenAsync("journal", cancellationToken);
        foreach (var entry in GrantEntries.Of(runId, grant))
            await new JournalWriter(host).AppendAsync(other, entry, cancellationToken);
        if (grant.IsBreakGlass)
            await OwedApproval.TryAskAsync(target, host, runId, GrantEntries.BreakGlass, null, cancellationToken);
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
