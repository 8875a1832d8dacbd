using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Operations;
using Npgsql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Chooses the way in which applications are kept out, and writes the lease for it. Nothing is changed.</summary>
internal sealed class LeasePlanner(ResolvedTarget target, NpgsqlConnection session, SuspendAppConnectionOptions options, IOperationHost host)
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromHours(1);

    public async Task<Lease> PlanAsync(DatabaseAccess before, string? systemIdentifier, CancellationToken cancellationToken)
    {
        var rights = await OperatorRights.ReadAsync(session, before.Oid, cancellationToken);
        var now = host.Time.GetUtcNow();
        var lease = new Lease
        {
            Id = $"{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..4]}",
            Target = target.IsDeclared ? target.Name : null,
            Server = target.Sessions.Server,
            SystemIdentifier = systemIdentifier,
            Way = options.Way,
            Since = now,
            Until = now + (options.Lease ?? DefaultLength),
            By = $"{host.UserName}@{host.MachineName}",
            Reason = options.Reason,
            IsPooled = target.Pooler is not null && options.Way != SuspensionWay.ReadOnly,
            Before = before,
        };
        return options.Way switch
        {
            SuspensionWay.Connect => ByConnect(lease, rights),
            SuspensionWay.Role => await ByRoleAsync(lease, rights, cancellationToken),
            SuspensionWay.ConnectionLimit => ByLimit(lease, rights),
            SuspensionWay.ReadOnly => ByReadOnly(lease, rights),
            _ => await ChooseAsync(lease, rights, cancellationToken),
        };
    }

    private async Task<Lease> ChooseAsync(Lease lease, OperatorRights rights, CancellationToken cancellationToken)
    {
        if (options.Role.Length > 0)
            return await ByRoleAsync(lease, rights, cancellationToken);
        if (WhyNotConnect(lease.Before, rights) is not { } why)
            return ByConnect(lease, rights);
        host.Verbose($"Not by CONNECT: {why}");
        return rights.IsOwner && rights.IsSuperuser ? ByLimit(lease, rights) : await ByRoleAsync(lease, rights, cancellationToken);
    }

    private static string? WhyNotConnect(DatabaseAccess before, OperatorRights rights)
    {
        if (!rights.IsOwner)
            return $"it neither owns the database nor is a member of its owner, {before.Owner}.";
        return before.Entries.FirstOrDefault(entry => entry.CanConnect && entry.Grantor != before.Owner) is { } foreign
            ? $"CONNECT was granted to {foreign.Role ?? "PUBLIC"} by {foreign.Grantor}, who is not the owner; such a grant cannot be given back as it was."
            : null;
    }

    // The operator comes in by a grant of its own, and so does whoever is allowed.
    private Lease ByConnect(Lease lease, OperatorRights rights)
    {
        if (options.Role.Length > 0)
        {
            throw LeaseErrors.NotAllowed(rights.Role, lease.Before.Name, "CONNECT keeps everybody out, and roles were named.",
                "Leave --role out, or use --way role; who shall stay is named with --allow.");
        }

        if (WhyNotConnect(lease.Before, rights) is { } why)
            throw LeaseErrors.NotAllowed(rights.Role, lease.Before.Name, why, "Run it as the owner or a superuser, or use --way role with a role that has CREATEROLE.");
        var stay = options.Allow.ToHashSet();
        if (!rights.IsSuperuser)
            stay.Add(rights.Role);
        var losing = lease.Before.Entries.Where(entry => entry.CanConnect && (entry.Role is null || !stay.Contains(entry.Role))).ToList();
        if (lease.Before.Acl is null && !rights.IsSuperuser)
        {
            host.Warning($"{lease.Before.Name} has no access list. The same rights will be given back, but written out as a list: only a superuser can take a list away altogether.");
        }

        return lease with
        {
            Way = SuspensionWay.Connect,
            Revoked = [.. losing.Select(entry => entry.Role)],
            Placeholders = [.. losing.Where(entry => entry.Privileges.Count == 1).Select(entry => entry.Role)],
            Added = [.. stay.Where(role => !lease.Before.Entries.Any(entry => entry.Role == role && entry.CanConnect)).Order(StringComparer.Ordinal)],
        };
    }

    private async Task<Lease> ByRoleAsync(Lease lease, OperatorRights rights, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> wanted = options.Role.Length > 0 ? options.Role
            : [.. (await AppConnections.ReadAsync(session, null, redact: true, cancellationToken)).Where(connection => connection.Database == lease.Before.Name).Select(connection => connection.Role).Distinct()];
        wanted = [.. wanted.Except(options.Allow).Where(role => role != rights.Role)];
        var manageable = await OperatorRights.ManageableAsync(session, wanted, cancellationToken);
        if (wanted.Except(manageable).ToList() is { Count: > 0 } beyond && (options.Role.Length > 0 || manageable.Count == 0))
        {
            throw LeaseErrors.NotAllowed(rights.Role, lease.Before.Name, $"it may not change {string.Join(", ", beyond)}, or they are of replication or not there.",
                $"Run it as the owner of the database ({lease.Before.Owner}), a superuser, or a role with CREATEROLE (from PostgreSQL 16 on also the ADMIN option on those roles).");
        }

        if (manageable.Count == 0)
            throw LeaseErrors.NotAllowed(rights.Role, lease.Before.Name, "it may take nobody's CONNECT away, and no role is connected whose login it could.", $"Run it as the owner, {lease.Before.Owner}, or name roles with --role.");
        return lease with { Way = SuspensionWay.Role, Roles = [.. (await AccessReader.RolesAsync(session, manageable, cancellationToken)).Where(role => role.CanLogin)] };
    }

    private Lease ByLimit(Lease lease, OperatorRights rights)
    {
        RequireOwner(lease, rights);
        if (!rights.IsSuperuser)
            host.Warning($"Under a connection limit of 0 only superusers get in: {rights.Role} is kept out of {lease.Before.Name} as well, and resumes from another database of the server.");
        return lease with { Way = SuspensionWay.ConnectionLimit };
    }

    private static Lease ByReadOnly(Lease lease, OperatorRights rights)
    {
        RequireOwner(lease, rights);
        return lease with { Way = SuspensionWay.ReadOnly, Writer = rights.Role };
    }

    private static void RequireOwner(Lease lease, OperatorRights rights)
    {
        if (!rights.IsOwner)
            throw LeaseErrors.NotAllowed(rights.Role, lease.Before.Name, "it does not own the database.", $"Run it as the owner, {lease.Before.Owner}, or a superuser.");
    }
}
