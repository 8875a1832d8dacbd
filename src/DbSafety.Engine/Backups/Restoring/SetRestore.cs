using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Backups.Restoring.Staging;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>One restore: files checked, rows loaded aside and compared, counted, confirmed, applied in one transaction.</summary>
internal sealed class SetRestore(Sessions sessions, BackupSet set, RestoreRequest request, IOperationHost host)
{
    private readonly RestoreReport _report = new(set, request, host);

    public async Task<IReadOnlyList<TableRestore>> RunAsync(IReadOnlyList<ManifestTable> tables, CancellationToken cancellationToken)
    {
        await FileCheck.RequireAsync(set, tables, cancellationToken);
        await using var connection = await sessions.OpenAsync("restore", cancellationToken);
        await RequirePrimaryAsync(connection, cancellationToken);
        await CopySession.ApplyAsync(connection, request.LockTimeout, cancellationToken);
        // Before the schema is read: a leftover must not look like something that was there.
        if (!request.WhatIf)
            await SideRemoval.LeftoversAsync(connection, host, cancellationToken);
        var started = host.Time.GetTimestamp();
        var schema = await SchemaReader.ReadAsync(connection, cancellationToken);
        var readTime = host.Time.GetElapsedTime(started);
        var scope = request.Mode is RestoreMode.Auto or RestoreMode.Recreate ? ScopeRestore.For(connection, set, tables, schema) : null;
        if (scope is not null)
            await scope.RequireFileAsync(cancellationToken);
        var planner = new RestorePlanner(set, request, schema);
        var plans = TableOrder.ReferencedFirst(tables).Select(planner.Plan).ToList();
        planner.CheckAll(plans);

        await using var side = plans.Any(plan => plan.Mode != RestoreMode.Recreate)
            ? await SideSchema.CreateAsync(sessions, connection, set, host, cancellationToken)
            : null;
        await new SideTables(connection, set, request, schema, host).MakeAsync(side, plans, planner, cancellationToken);
        if (request.Mode == RestoreMode.Aside)
            return await KeepAsideAsync(side!, plans, cancellationToken);
        foreach (var plan in plans)
            plan.Locks = RestoreLocks.Of(plan, schema, request, readTime);
        if (!await ConfirmAsync(plans, cancellationToken))
            return _report.Results(plans, changed: false, null);
        if (request.Approval is { } approval)
            await approval.AskAsync(plans, schema, connection, cancellationToken);

        await using var staged = await StagedTables.MakeAsync(sessions, connection, side, set, request, schema, plans, host, cancellationToken);
        if (request.Approval is { } granted)
            await granted.UseAsync(cancellationToken);
        var transaction = new RestoreTransaction(connection, set, request, schema, plans, staged, scope, host);
        await transaction.RunAsync(cancellationToken);
        await transaction.AfterCommitAsync(cancellationToken);
        if (scope is not null && plans.Count > 0 && await scope.RunAsync(cancellationToken) is { Count: > 0 } said)
        {
            // The rows are there and compared; what is said concerns the whole, and so its last table.
            plans[^1].Detail.AddRange(said);
            plans[^1].Verified &= !said.Any(text => text.EndsWith(" is missing.", StringComparison.Ordinal));
        }

        return _report.Results(plans, changed: true, null);
    }

    private static async Task RequirePrimaryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!(await ServerFacts.ReadAsync(connection, cancellationToken)).InRecovery)
            return;
        throw new DbSafetyException("ServerIsStandby", ErrorKind.NotSupported, "The server is a standby: nothing can be restored into it.")
        {
            State = "Nothing was changed.",
            NextStep = "Connect to the primary server.",
        };
    }

    private async Task<IReadOnlyList<TableRestore>> KeepAsideAsync(SideSchema side, IReadOnlyList<RestorePlan> plans, CancellationToken cancellationToken)
    {
        if (request.WhatIf)
            return _report.Results(plans, changed: false, null);
        await side.KeepAsync(cancellationToken);
        foreach (var plan in plans)
        {
            plan.Verified = true;
            plan.Detail.Add($"Loaded as {side.TableOf(plan)} and equal to the backup there; no live table was touched. When done: DROP SCHEMA {side.Name} CASCADE");
        }

        return _report.Results(plans, changed: true, side.Name);
    }

    private async Task<bool> ConfirmAsync(IReadOnlyList<RestorePlan> plans, CancellationToken cancellationToken)
    {
        if (request.Confirmed && !request.WhatIf)
            return true;
        var lines = plans.Select(_report.Describe).ToList();
        var subject = plans.Count == 1 ? $"table {plans[0].Table.QualifiedName} of {sessions.Description}" : $"{plans.Count} tables of {sessions.Description}";
        var confirmation = new Confirmation(subject, $"Restore from backup {set.Id}", ChangeImpact.High, [.. lines, .. RestoreReport.Locks(plans)]);
        if (await host.ConfirmAsync(confirmation, cancellationToken) && !request.WhatIf)
            return true;
        return request.WhatIf ? false : throw new DbSafetyException("RestoreDeclined", ErrorKind.NotApproved, $"The restore from backup {set.Id} was not confirmed.")
        {
            State = "Nothing was changed; the side schema is dropped.",
            NextStep = $"Look at what it would do with: dbsafety restore {set.Id} --what-if",
            Detail = lines,
        };
    }
}
