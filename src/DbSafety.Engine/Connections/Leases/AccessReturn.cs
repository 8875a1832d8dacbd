using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Connections;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Gives one database its access back, in the caller's transaction, and compares it to the letter with what it was.</summary>
internal sealed class AccessReturn(NpgsqlConnection session, Lease lease, OperatorRights rights, IReadOnlySet<string> roles, IOperationHost host)
{
    public async Task RunAsync(DatabaseAccess database, List<string> warnings, CancellationToken cancellationToken)
    {
        var isSame = database.Oid == lease.Before.Oid;
        if (!isSame)
            host.Verbose($"{database.Name} is another database by now than the one that was suspended; it gets the same access.");
        await RolesBackAsync(cancellationToken);
        if (lease.Way == SuspensionWay.Role)
            return;
        if (!lease.Before.IsSameAs(database))
        {
            foreach (var statement in isSame ? LeaseStatements.Resume(lease, database.Name, roles) : LeaseStatements.Copy(lease.Before, database))
                await ExecuteAsync(statement, cancellationToken);
            await TakeListAwayAsync(database.Oid, cancellationToken);
        }

        var now = await AccessReader.OfAsync(session, database.Oid, cancellationToken);
        if (!lease.Before.IsSameAs(now))
            warnings.Add($"{now.Name} can be connected to again, but it is not to the letter as it was. Before: {lease.Before.Describe()}. Now: {now.Describe()}. {Why(now)}");
    }

    private string Why(DatabaseAccess now) => lease.Before.Acl is null && !rights.IsSuperuser
        ? "The database had no list, which is the same as the default one; only a superuser can take a list away altogether."
        : now.Owner != lease.Before.Owner ? "It has another owner by now." : "Somebody else has changed it meanwhile.";

    private async Task RolesBackAsync(CancellationToken cancellationToken)
    {
        if (lease.Way != SuspensionWay.Role)
            return;
        var now = await AccessReader.RolesAsync(session, lease.Roles.Select(role => role.Name), cancellationToken);
        foreach (var role in lease.Roles.Where(role => now.Any(other => other.Name == role.Name && !other.CanLogin)))
            await ExecuteAsync($"ALTER ROLE {Sql.Identifier.Quote(role.Name)} LOGIN", cancellationToken);
    }

    // There is no statement that takes an access list away; where there was none, a superuser writes that into the catalog, and only when
    // the list says the same as none would.
    private async Task TakeListAwayAsync(uint oid, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE pg_catalog.pg_database d
            SET datacl = NULL
            WHERE d.oid = $1 AND d.datacl IS NOT NULL
              AND d.datacl @> pg_catalog.acldefault('d', d.datdba)
              AND d.datacl <@ pg_catalog.acldefault('d', d.datdba)
            """;
        if (lease.Before.Acl is not null || !rights.IsSuperuser)
            return;
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = oid, NpgsqlDbType = NpgsqlDbType.Oid } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
