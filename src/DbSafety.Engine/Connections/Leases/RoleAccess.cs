namespace DbSafety.Engine.Connections.Leases;

/// <summary>Whether a role may log in.</summary>
/// <param name="Name">The role.</param>
/// <param name="CanLogin">It may log in.</param>
/// <param name="ConnectionLimit">How often at once; -1 for any number.</param>
public sealed record RoleAccess(string Name, bool CanLogin, int ConnectionLimit);
