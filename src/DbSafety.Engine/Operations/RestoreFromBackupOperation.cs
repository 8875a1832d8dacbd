using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations.Scripting;

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
        if (options.OutputScript)
            await new RestoreSql(target, selection.Set, request, host).WriteAsync(cancellationToken);
        else if (request.WhatIf)
            await RestoreAsync(target, selection.Set, request, null, host, cancellationToken);
        else
            await CommandAudit.RunAsync(target, "Restore-FromBackup", Intent(selection.Set, request), host,
                audit => RestoreAsync(target, selection.Set, WithApproval(target, selection.Set, request, audit, host), audit, host, cancellationToken), cancellationToken);
    }

    // What is loaded beside production is no change of it.
    private static RestoreRequest WithApproval(ResolvedTarget target, BackupSet set, RestoreRequest request, CommandAudit audit, IOperationHost host) =>
        target.IsProduction && request.Mode != RestoreMode.Aside ? request with { Approval = new RestoreApproval(target, set, request, audit, host) } : request;

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
