using System.Globalization;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>
/// What takes access away, and what gives it back. A privilege that is taken from an entry and given again stands where it stood, so the
/// order of an access list survives; an entry that would become empty is kept in its place by TEMPORARY meanwhile.
/// </summary>
internal static class LeaseStatements
{
    private const string ReadOnlySetting = "default_transaction_read_only";

    public static IReadOnlyList<string> Suspend(Lease lease)
    {
        var database = Identifier.Quote(lease.Before.Name);
        return lease.Way switch
        {
            SuspensionWay.Connect =>
            [
                .. lease.Added.Select(role => $"GRANT CONNECT ON DATABASE {database} TO {Role(role)}"),
                .. lease.Placeholders.Select(role => $"GRANT TEMPORARY ON DATABASE {database} TO {Role(role)}"),
                .. lease.Revoked.Select(role => $"REVOKE CONNECT ON DATABASE {database} FROM {Role(role)}"),
            ],
            SuspensionWay.Role => [.. lease.Roles.Select(role => $"ALTER ROLE {Role(role.Name)} NOLOGIN")],
            SuspensionWay.ConnectionLimit => [$"ALTER DATABASE {database} CONNECTION LIMIT 0"],
            _ =>
            [
                $"ALTER ROLE {Role(lease.Writer)} IN DATABASE {database} SET {ReadOnlySetting} = off",
                $"ALTER DATABASE {database} SET {ReadOnlySetting} = on",
            ],
        };
    }

    /// <summary>Gives back what the lease took, to the database as it is called now. All of it may be run twice.</summary>
    public static IReadOnlyList<string> Resume(Lease lease, string name, IReadOnlySet<string> roles)
    {
        var database = Identifier.Quote(name);
        return lease.Way switch
        {
            SuspensionWay.Connect =>
            [
                .. lease.Before.Entries.Where(entry => entry.CanConnect && lease.Revoked.Contains(entry.Role) && IsThere(entry.Role, roles)).Select(entry =>
                    $"GRANT CONNECT ON DATABASE {database} TO {Role(entry.Role)}{(entry.Grantable.Contains(AccessEntry.Connect) ? " WITH GRANT OPTION" : "")}"),
                .. lease.Placeholders.Where(role => IsThere(role, roles)).Select(role => $"REVOKE TEMPORARY ON DATABASE {database} FROM {Role(role)}"),
                .. lease.Added.Where(roles.Contains).Select(role => $"REVOKE CONNECT ON DATABASE {database} FROM {Role(role)}"),
            ],
            SuspensionWay.Role => [.. lease.Roles.Where(role => roles.Contains(role.Name)).Select(role => $"ALTER ROLE {Role(role.Name)} LOGIN")],
            SuspensionWay.ConnectionLimit => [string.Create(CultureInfo.InvariantCulture, $"ALTER DATABASE {database} CONNECTION LIMIT {lease.Before.ConnectionLimit}")],
            _ =>
            [
                Setting(lease, "", $"ALTER DATABASE {database}"),
                .. lease.Writer is { } writer && roles.Contains(writer) ? new[] { Setting(lease, writer, $"ALTER ROLE {Role(writer)} IN DATABASE {database}") } : [],
            ],
        };
    }

    /// <summary>Lets named roles in while the others are still kept out.</summary>
    public static IReadOnlyList<string> LetIn(Lease lease, string name, IReadOnlyList<string> only) => lease.Way == SuspensionWay.Connect
        ? [.. only.Select(role => $"GRANT CONNECT ON DATABASE {Identifier.Quote(name)} TO {Role(role)}")]
        : [.. lease.Roles.Where(role => only.Contains(role.Name)).Select(role => $"ALTER ROLE {Role(role.Name)} LOGIN")];

    /// <summary>Gives another database, which has the name now, the access that the suspended one had.</summary>
    public static IReadOnlyList<string> Copy(DatabaseAccess wanted, DatabaseAccess other)
    {
        var database = Identifier.Quote(other.Name);
        var statements = new List<string>();
        if (wanted.Acl != other.Acl)
        {
            statements.AddRange(other.Entries.Select(entry => entry.Role).Distinct().Select(role => $"REVOKE ALL ON DATABASE {database} FROM {Role(role)}"));
            foreach (var entry in wanted.Entries.Where(entry => entry.Grantor == wanted.Owner))
            {
                var role = entry.Role == wanted.Owner ? other.Owner : entry.Role;
                foreach (var privilege in entry.Privileges)
                    statements.Add($"GRANT {privilege} ON DATABASE {database} TO {Role(role)}{(entry.Grantable.Contains(privilege) ? " WITH GRANT OPTION" : "")}");
            }
        }

        if (wanted.ConnectionLimit != other.ConnectionLimit)
            statements.Add(string.Create(CultureInfo.InvariantCulture, $"ALTER DATABASE {database} CONNECTION LIMIT {wanted.ConnectionLimit}"));
        return statements;
    }

    // Settings are texts such as: app {default_transaction_read_only=off,work_mem=1MB}; the role is empty for all.
    private static string Setting(Lease lease, string role, string begin)
    {
        var row = lease.Before.Settings.FirstOrDefault(row => row.StartsWith($"{role} {{", StringComparison.Ordinal)) ?? "";
        var at = row.IndexOf(ReadOnlySetting + "=", StringComparison.Ordinal);
        if (at < 0)
            return $"{begin} RESET {ReadOnlySetting}";
        var value = row[(at + ReadOnlySetting.Length + 1)..].Split(',', '}')[0];
        return $"{begin} SET {ReadOnlySetting} = {Identifier.Literal(value)}";
    }

    private static bool IsThere(string? role, IReadOnlySet<string> roles) => role is null || roles.Contains(role);

    private static string Role(string? role) => role is null ? "PUBLIC" : Identifier.Quote(role);
}
