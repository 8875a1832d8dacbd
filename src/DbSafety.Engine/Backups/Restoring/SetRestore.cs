using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>One restore: files checked, rows loaded aside and compared, counted, confirmed, applied in one transaction.</summary>
internal sealed class SetRestore(Sessions sessions, BackupSet set, RestoreRequest request, IOperationHost host)
{
    private readonly long _started = host.Time.GetTimestamp();

    public async Task<IReadOnlyList<TableRestore>> RunAsync(IReadOnlyList<ManifestTable> tables, CancellationToken cancellationToken)
    {
        await FileCheck.RequireAsync(set, tables, cancellationToken);
        await using var connection = await sessions.OpenAsync("restore", cancellationToken);
        if ((await ServerFacts.ReadAsync(connection, cancellationToken)).InRecovery)
            throw new DbSafetyException("ServerIsStandby", ErrorKind.NotSupported, "The server is a standby: nothing can be restored into it.")
            {
                State = "Nothing was changed.",
                NextStep = "Connect to the primary server.",
            };
        await CopySession.ApplyAsync(connection, request.LockTimeout, cancellationToken);
        var schema = await SchemaReader.ReadAsync(connection, cancellationToken);
        var planner = new RestorePlanner(set, request, schema);
        var plans = TableOrder.ReferencedFirst(tables).Select(planner.Plan).ToList();
        for (var i = 0; i < plans.Count; i++)
            plans[i].SideName = plans.Count(other => other.Table.Name == plans[i].Table.Name) == 1 ? plans[i].Table.Name : $"t{i + 1}";

        await using var side = plans.Any(plan => plan.Mode != RestoreMode.Recreate)
            ? await SideSchema.CreateAsync(sessions, connection, set, host, cancellationToken)
            : null;
        var merges = plans.Where(plan => plan.Mode == RestoreMode.Merge).ToList();
        foreach (var plan in merges)
        {
            var key = await KeyColumn.ReadAsync(connection, plan.Live!, cancellationToken);
            planner.CheckMerge(plan, key);
            plan.Merge = new MergeSql(plan.Table, plan.Live!, plan.Table.DataColumns.Any() ? UsableKey(plan, key) : [], side!.TableOf(plan));
        }

        await LoadAsideAsync(side, plans, cancellationToken);
        if (request.Mode == RestoreMode.Aside)
            return await KeepAsideAsync(side!, plans, cancellationToken);
        foreach (var plan in merges)
            plan.Counts = await MergeRunner.CountAsync(connection, plan.Merge!, cancellationToken);
        if (!await ConfirmAsync(plans, cancellationToken))
            return Results(plans, changed: false, null);

        await new RestoreTransaction(connection, set, request, schema, plans, host).RunAsync(cancellationToken);
        await AnalyzeAsync(connection, plans, cancellationToken);
        foreach (var plan in plans.Where(plan => !plan.Verified))
            host.Warning($"{plan.Table.QualifiedName} holds all rows of the backup, but its structure is not wholly what it was: {string.Join(" ", plan.Detail)}");
        return Results(plans, changed: true, null);
    }

    private static IReadOnlyList<KeyColumn> UsableKey(RestorePlan plan, IReadOnlyList<KeyColumn> key) =>
        key.All(column => plan.Table.DataColumns.Any(other => other.Name == column.Name)) ? key : [];

    private async Task LoadAsideAsync(SideSchema? side, IReadOnlyList<RestorePlan> plans, CancellationToken cancellationToken)
    {
        var loaded = plans.Where(plan => plan.Mode != RestoreMode.Recreate).ToList();
        var progress = new BackupProgress(host, "Loading aside", loaded.Sum(plan => plan.Table.File.UncompressedBytes), isEstimate: false);
        foreach (var plan in loaded)
            await side!.LoadAsync(plan, stays: request.Mode == RestoreMode.Aside, bytes => progress.Add(plan.Table.QualifiedName, bytes), cancellationToken);
        if (loaded.Count > 0)
            progress.End(side!.Name);
    }

    private async Task<IReadOnlyList<TableRestore>> KeepAsideAsync(SideSchema side, IReadOnlyList<RestorePlan> plans, CancellationToken cancellationToken)
    {
        if (request.WhatIf)
            return Results(plans, changed: false, null);
        await side.KeepAsync(cancellationToken);
        foreach (var plan in plans)
        {
            plan.Verified = true;
            plan.Detail.Add($"Loaded as {side.TableOf(plan)} and equal to the backup there; no live table was touched. When done: DROP SCHEMA {side.Name} CASCADE");
        }

        return Results(plans, changed: true, side.Name);
    }

    private async Task<bool> ConfirmAsync(IReadOnlyList<RestorePlan> plans, CancellationToken cancellationToken)
    {
        if (request.Confirmed && !request.WhatIf)
            return true;
        var lines = plans.Select(Describe).ToList();
        var subject = plans.Count == 1 ? $"table {plans[0].Table.QualifiedName} of {sessions.Description}" : $"{plans.Count} tables of {sessions.Description}";
        var confirmation = new Confirmation(subject, $"Restore from backup {set.Id}: {string.Join("; ", lines)}", ChangeImpact.High, lines);
        if (await host.ConfirmAsync(confirmation, cancellationToken) && !request.WhatIf)
            return true;
        return request.WhatIf ? false : throw new DbSafetyException("RestoreDeclined", ErrorKind.NotApproved, $"The restore from backup {set.Id} was not confirmed.")
        {
            State = "Nothing was changed; the side schema is dropped.",
            NextStep = $"Look at what it would do with: dbsafety restore {set.Id} --what-if",
            Detail = lines,
        };
    }

    private string Describe(RestorePlan plan)
    {
        var name = plan.Table.QualifiedName;
        if (plan.Mode == RestoreMode.Recreate)
            return $"{name} is gone and is made again with {plan.Table.Rows} rows";
        var extra = request.ExtraRows == ExtraRows.Remove ? "extra are deleted" : "extra stay";
        return $"{name}: {plan.Counts.Missing} missing rows come back, {plan.Counts.Differing} differing are changed, {plan.Counts.Extra} {extra}";
    }

    private async Task AnalyzeAsync(NpgsqlConnection connection, IReadOnlyList<RestorePlan> plans, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            try
            {
                await Loading.SqlText.RunStatementAsync(connection, $"ANALYZE {plan.Table.QualifiedName}", cancellationToken);
            }
            catch (PostgresException error)
            {
                plan.Detail.Add($"ANALYZE was not possible ({error.MessageText}); autovacuum will do it.");
            }
        }
    }

    private IReadOnlyList<TableRestore> Results(IReadOnlyList<RestorePlan> plans, bool changed, string? sideSchema) =>
        [.. plans.Select(plan => new TableRestore(
            set.Id,
            plan.Table.QualifiedName,
            plan.Mode,
            plan.Table.Rows,
            plan.Mode == RestoreMode.Recreate ? plan.Table.Rows : plan.Counts.Missing,
            plan.Counts.Differing,
            request.ExtraRows == ExtraRows.Remove ? plan.Counts.Extra : 0,
            request.ExtraRows == ExtraRows.Remove ? 0 : plan.Counts.Extra,
            changed && plan.Verified,
            changed,
            sideSchema,
            host.Time.GetElapsedTime(_started),
            plan.Detail))];
}
