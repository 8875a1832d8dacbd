using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Audit;
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
        if (request.WhatIf)
            await RestoreAsync(target, selection.Set, request, null, host, cancellationToken);
        else
            await CommandAudit.RunAsync(target, "Restore-FromBackup", Intent(selection.Set, request), host,
                audit => RestoreAsync(target, selection.Set, request, audit, host, cancellationToken), cancellationToken);
    }

    private static async Task RestoreAsync(ResolvedTarget target, BackupSet set, RestoreRequest request, CommandAudit? audit, IOperationHost host, CancellationToken cancellationToken)
    {
        var results = await TableRestorer.RestoreAsync(target.Sessions, set, request, host, cancellationToken);
        if (results.Any(restored => restored.Changed))
            audit?.Done(JournalEvent.Restored, Outcome(set, results));
        foreach (var restored in results)
            host.Write(restored);
        if (results.Where(restored => restored is { Changed: true, Verified: false }).ToList() is { Count: > 0 } open)
            throw NotWhole(set, open);
    }

    private static JsonObject Intent(BackupSet set, RestoreRequest request) => new()
    {
        ["backup"] = set.Id,
        ["tables"] = new JsonArray([.. request.Tables.Select(table => JsonValue.Create(table))]),
        ["mode"] = request.Mode.ToString(),
    };

    private static JsonObject Outcome(BackupSet set, IReadOnlyList<TableRestore> results) => new()
    {
        ["backup"] = set.Id,
        ["tables"] = new JsonArray([.. results.Where(restored => restored.Changed).Select(restored => new JsonObject
        {
            ["table"] = restored.Table,
            ["mode"] = restored.Mode.ToString(),
            ["inserted"] = restored.Inserted,
            ["updated"] = restored.Updated,
            ["removed"] = restored.Removed,
            ["verified"] = restored.Verified,
        })]),
    };

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
