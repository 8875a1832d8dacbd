using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Connections.Poolers;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Gives back what a lease keeps, to the database wherever it is by now, and to the one that took its name.</summary>
internal sealed class Resumption(ResolvedTarget target, IOperationHost host)
{
    private readonly LeaseStore _store = new(target.Project?.Path, host);
    private readonly AuditLog _audit = AuditLog.Of(target, host);

    /// <summary>Gives back all leases of the database, or the one that is named; only to the roles in <paramref name="only"/> where there are some.</summary>
    public async Task<IReadOnlyList<ConnectionLease>> RunAsync(string? id, string? file, IReadOnlyList<string> only, bool confirm, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(cancellationToken);
        if (file is not null)
            _store.Add(file);
        var leases = await FindAsync(session, id, cancellationToken);
        if (leases.Count == 0 && id is not null)
            throw LeaseErrors.NotFound(id);
        var results = new List<ConnectionLease>();
        foreach (var lease in leases)
        {
            if (confirm && !await ConfirmAsync(lease, only, cancellationToken))
                continue;
            results.Add(only.Count > 0 ? await LetInAsync(session, lease, only, cancellationToken) : await GiveBackAsync(session, lease, cancellationToken));
        }

        return results;
    }

    /// <summary>What would be run for each lease, in the database that was suspended. Nothing is changed, and the leases stay.</summary>
    public async Task<IReadOnlyList<(Lease Lease, IReadOnlyList<string> Statements)>> StatementsAsync(string? id, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(cancellationToken);
        var roles = await RolesAsync(session, cancellationToken);
        var found = new List<(Lease, IReadOnlyList<string>)>();
        foreach (var lease in await FindAsync(session, id, cancellationToken))
            found.Add((lease, LeaseStatements.Resume(lease, (await DatabasesAsync(session, lease, cancellationToken))[0].Name, roles)));
        return found.Count > 0 || id is null ? found : throw LeaseErrors.NotFound(id);
    }

    /// <summary>The database may keep even the operator out, or be gone: then any other one of the server serves.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await target.Sessions.OpenAsync("resume", cancellationToken);
        }
        catch (DbSafetyException error) when (error.SqlState is not null)
        {
            foreach (var other in new[] { "postgres", "template1" })
            {
                try
                {
                    var session = await target.Sessions.On(other).OpenAsync("resume", cancellationToken);
                    host.Verbose($"{target.Sessions.Database} takes no session ({error.SqlState}); {other} does.");
                    return session;
                }
                catch (DbSafetyException)
                {
                    host.Verbose($"{other} takes no session either.");
                }
            }

            throw;
        }
    }

    private async Task<IReadOnlyList<Lease>> FindAsync(NpgsqlConnection session, string? id, CancellationToken cancellationToken)
    {
        var facts = await ServerFacts.ReadAsync(session, cancellationToken);
        var files = _store.Read().Where(lease => id is null
            ? lease.IsOf(target.Sessions.Server, target.Sessions.Database, facts.SystemIdentifier, facts.DatabaseOid) || (target.IsDeclared && lease.Target == target.Name && lease.Server == target.Sessions.Server)
            : lease.Id == id).ToList();
        var journal = (await LeaseJournal.OpenAsync(session, cancellationToken)).Where(lease => id is null || lease.Id == id);
        return [.. files.Concat(journal).DistinctBy(lease => lease.Id)];
    }

    private Task<bool> ConfirmAsync(Lease lease, IReadOnlyList<string> only, CancellationToken cancellationToken) =>
        host.ConfirmAsync(new Confirmation($"{target.Name} ({target.Environment})",
            only.Count > 0 ? $"Let {string.Join(", ", only)} in to {lease.Before.Name}" : $"Let the applications in to {lease.Before.Name}", ChangeImpact.Medium,
            [$"Lease {lease.Id}, since {lease.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {lease.By}.", $"Back to: {lease.Before.Describe()}."]), cancellationToken);

    private async Task<ConnectionLease> LetInAsync(NpgsqlConnection session, Lease lease, IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        if (lease.Way is not (SuspensionWay.Connect or SuspensionWay.Role))
            throw LeaseErrors.Indivisible(lease);
        if (lease.Way == SuspensionWay.Role && only.Except(lease.KeptOut).ToList() is { Count: > 0 } others)
            host.Warning($"{string.Join(", ", others)} {(others.Count == 1 ? "is" : "are")} not kept out by lease {lease.Id}.");
        var extra = lease.Way != SuspensionWay.Connect ? []
            : only.Where(role => !lease.Before.Entries.Any(entry => entry.Role == role && entry.CanConnect)).Except(lease.Added);
        lease = lease with { Added = [.. lease.Added, .. extra], BackFirst = [.. lease.BackFirst.Union(only)] };
        host.Verbose("The lease is being written with those who come back first.");
        var file = await _store.WriteAsync(lease, cancellationToken);
        var database = (await DatabasesAsync(session, lease, cancellationToken))[0];
        await LeaseTransaction.RunAsync(session, LeaseStatements.LetIn(lease, database.Name, only), () => Task.CompletedTask, () => host.Verbose("Let in, and not yet committed."), cancellationToken);
        return lease.ToResult(LeaseState.PartlyResumed) with { File = file };
    }

    private async Task<ConnectionLease> GiveBackAsync(NpgsqlConnection session, Lease lease, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var databases = await DatabasesAsync(session, lease, cancellationToken);
        var roles = await RolesAsync(session, cancellationToken);
        var rights = await OperatorRights.ReadAsync(session, databases[0].Oid, cancellationToken);
        host.Verbose("The state from before is being given back.");
        await LeaseTransaction.RunAsync(session, [], async () =>
        {
            foreach (var database in databases)
                await new AccessReturn(session, lease, rights, roles, host).RunAsync(database, warnings, cancellationToken);
        }, () => host.Verbose("Given back, and not yet committed."), cancellationToken);
        host.Verbose("Given back.");
        if (lease.IsPooled && target.Pooler is not null)
            await new PoolerGate(target, host).ResumeAsync(lease.Before.Name, cancellationToken);
        else if (lease.IsPooled)
            warnings.Add($"PgBouncer was paused too, and this target names none: run RESUME {lease.Before.Name} in its admin console.");
        await LeaseJournal.ResumedAsync(_audit, session, lease, cancellationToken);
        host.Verbose("The lease is being removed.");
        _store.Remove(lease.Id);
        foreach (var warning in warnings)
            host.Warning(warning);
        return lease.ToResult(warnings.Count == 0 ? LeaseState.Resumed : LeaseState.ResumedOtherwise) with { KeptOut = [], Warnings = warnings };
    }

    /// <summary>The database that was suspended, whatever it is called by now, and the one that has its name by now.</summary>
    private static async Task<IReadOnlyList<DatabaseAccess>> DatabasesAsync(NpgsqlConnection session, Lease lease, CancellationToken cancellationToken)
    {
        var facts = await ServerFacts.ReadAsync(session, cancellationToken);
        var sameServer = facts.SystemIdentifier is null || lease.SystemIdentifier is null || facts.SystemIdentifier == lease.SystemIdentifier;
        var found = await AccessReader.FindAsync(session, sameServer ? lease.Before.Oid : 0, lease.Before.Name, cancellationToken);
        return found.Count > 0 ? found : throw new DbSafetyException("DatabaseNotFound", ErrorKind.NotFound, $"The database {lease.Before.Name}, which lease {lease.Id} is of, is not on this server any more.")
        {
            State = "Nothing was changed; the lease is kept.",
            NextStep = "Restore it under its name, then run: dbsafety resume",
        };
    }

    private static async Task<IReadOnlySet<string>> RolesAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.array_agg(r.rolname::text) FROM pg_catalog.pg_roles r", session);
        return ((string[])(await command.ExecuteScalarAsync(cancellationToken))!).ToHashSet();
    }
}
