using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Connections.Poolers;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Keeps applications out: plans, saves, changes, drains, and looks at what came of it.</summary>
internal sealed class Suspension(ResolvedTarget target, IOperationHost host)
{
    private readonly LeaseStore _store = new(target.Project?.Path, host);
    private readonly AuditLog _audit = AuditLog.Of(target, host);
    private readonly PoolerGate _pooler = new(target, host);

    /// <summary>The lease; null where the user did not confirm it.</summary>
    public async Task<ConnectionLease?> BeginAsync(SuspendAppConnectionOptions options, bool confirm, CancellationToken cancellationToken)
    {
        await using var session = await target.Sessions.OpenAsync("suspend", cancellationToken);
        var lease = await PlanAsync(session, options, cancellationToken);
        var statements = LeaseStatements.Suspend(lease);
        var drain = options.Drain ?? TimeSpan.FromSeconds(30);
        if (confirm && !await ConfirmAsync(lease, statements, options.NoTerminate ? null : drain, cancellationToken))
            return null;

        if (lease.IsPooled)
            await _pooler.CheckAsync(cancellationToken);
        host.Verbose("The state from before is being saved.");
        var file = await _store.WriteAsync(lease, cancellationToken);
        host.Verbose($"Saved: {file}");
        await LeaseJournal.SuspendedAsync(_audit, session, lease, cancellationToken);
        if (lease.IsPooled)
            await _pooler.PauseAsync(lease.Before.Name, options.NoTerminate ? TimeSpan.Zero : drain, cancellationToken);
        host.Verbose("Who may connect is being changed.");
        await ChangeAsync(session, lease, statements, cancellationToken);
        host.Verbose("Nobody new comes in; the sessions that are there are looked at.");
        var drainer = new Drainer(session, lease, options, host);
        var drained = options.NoTerminate ? await drainer.LookAsync(cancellationToken) : await drainer.RunAsync(drain, cancellationToken);
        host.Verbose("The suspension stands.");
        return await ResultAsync(session, lease, file, drained, cancellationToken);
    }

    /// <summary>What would be run. Nothing is changed, and nothing is saved.</summary>
    public async Task<IReadOnlyList<string>> StatementsAsync(SuspendAppConnectionOptions options, CancellationToken cancellationToken)
    {
        await using var session = await target.Sessions.OpenAsync("suspend", cancellationToken);
        return LeaseStatements.Suspend(await PlanAsync(session, options, cancellationToken));
    }

    private async Task<Lease> PlanAsync(NpgsqlConnection session, SuspendAppConnectionOptions options, CancellationToken cancellationToken)
    {
        var facts = await ServerFacts.ReadAsync(session, cancellationToken);
        await RefuseSecondAsync(session, facts, cancellationToken);
        var before = await AccessReader.OfAsync(session, facts.DatabaseOid, cancellationToken);
        return await new LeasePlanner(target, session, options, host).PlanAsync(before, facts.SystemIdentifier, cancellationToken);
    }

    private async Task RefuseSecondAsync(NpgsqlConnection session, ServerFacts facts, CancellationToken cancellationToken)
    {
        var known = _store.Read().Where(lease => lease.IsOf(target.Sessions.Server, facts.Database, facts.SystemIdentifier, facts.DatabaseOid))
            .Concat(await LeaseJournal.OpenAsync(session, cancellationToken));
        if (known.FirstOrDefault() is { } other)
            throw LeaseErrors.Suspended(other);
    }

    private Task<bool> ConfirmAsync(Lease lease, IReadOnlyList<string> statements, TimeSpan? drain, CancellationToken cancellationToken) =>
        host.ConfirmAsync(new Confirmation($"{target.Name} ({target.Environment})", $"Keep applications out of {lease.Before.Name}", ChangeImpact.High,
        [
            .. lease.IsPooled ? [$"In PgBouncer: PAUSE {lease.Before.Name};"] : Array.Empty<string>(),
            .. statements.Select(statement => statement + ";"),
            drain is { } time ? $"Sessions get {time.TotalSeconds:0} s to end their transactions, then they are ended." : "No session is ended.",
            "All of it is given back by: dbsafety resume",
        ]), cancellationToken);

    private async Task ChangeAsync(NpgsqlConnection session, Lease lease, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        try
        {
            await LeaseTransaction.RunAsync(session, statements, async () =>
            {
                if (!lease.Before.IsSameAs(await AccessReader.OfAsync(session, lease.Before.Oid, cancellationToken)))
                    throw LeaseErrors.Changed(lease.Before.Name);
            }, () => host.Verbose("Changed, and not yet committed."), cancellationToken);
        }
        catch (Exception error) when (error is Core.Errors.DbSafetyException or PostgresException { InvariantSeverity: not "FATAL" })
        {
            // The server said no, so nothing is suspended. Where the connection is lost that is not known, and the lease stays.
            await LeaseJournal.ResumedAsync(_audit, session, lease, cancellationToken);
            if (lease.IsPooled)
                await _pooler.ResumeAsync(lease.Before.Name, cancellationToken);
            _store.Remove(lease.Id);
            throw PostgresErrors.Map(error, $"keeping applications out of {lease.Before.Name}", "Nothing was changed.");
        }
    }

    private async Task<ConnectionLease> ResultAsync(NpgsqlConnection session, Lease lease, string file, Drained drained, CancellationToken cancellationToken)
    {
        var warnings = drained.Warnings.ToList();
        var still = lease.Way == SuspensionWay.ReadOnly ? []
            : (await OperatorRights.WhoMayConnectAsync(session, lease.Before.Name, cancellationToken)).Except(lease.Added).ToList();
        if (still.Count > 0 && lease.Way != SuspensionWay.Role)
            warnings.Add($"{string.Join(", ", still)} can still connect: this way does not reach superusers and members of the roles that are allowed. Name them with --role to take their login away.");
        foreach (var warning in warnings)
            host.Warning(warning);
        return lease.ToResult(LeaseState.Active) with { File = file, Ended = drained.Ended, Remaining = drained.Remaining, StillAllowed = still, Warnings = warnings };
    }
}
