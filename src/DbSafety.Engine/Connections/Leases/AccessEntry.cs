namespace DbSafety.Engine.Connections.Leases;

/// <summary>What one role may do with a database, by one grantor.</summary>
/// <param name="Role">The role; null for PUBLIC.</param>
/// <param name="Grantor">Who granted it.</param>
/// <param name="Privileges">Names of privileges, in the server's order.</param>
/// <param name="Grantable">Those of them with a grant option.</param>
public sealed record AccessEntry(string? Role, string Grantor, IReadOnlyList<string> Privileges, IReadOnlyList<string> Grantable)
{
    public const string Connect = "CONNECT";

    /// <summary>The role may connect by it.</summary>
    public bool CanConnect => Privileges.Contains(Connect);
}
