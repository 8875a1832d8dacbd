namespace DbSafety.Engine.Migrations.Locking;

/// <summary>The session that holds the run lock of a database.</summary>
/// <param name="BackendPid">Its server process.</param>
/// <param name="ApplicationName">What it calls itself; ours names the person and the machine.</param>
/// <param name="Role">The database role; null where the own role may not see it.</param>
/// <param name="Client">Where it comes from: an address, or <c>local</c> for a Unix socket.</param>
/// <param name="Since">When the session began.</param>
public sealed record LockHolder(int BackendPid, string ApplicationName, string? Role, string Client, DateTimeOffset? Since)
{
    public override string ToString()
    {
        var since = Since is { } moment ? $", since {moment.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "";
        var role = Role is null ? "" : $", role {Role}";
        return $"'{ApplicationName}' (server process {BackendPid}{role}, from {Client}{since})";
    }
}
