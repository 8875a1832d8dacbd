using System.Globalization;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>A session that waits for a lock behind the change, directly or behind another one that does.</summary>
/// <param name="BackendPid">Its server process.</param>
/// <param name="Application">Its application_name; empty where it has none or may not be seen.</param>
/// <param name="Role">Its role; empty where it may not be seen.</param>
/// <param name="Waited">How long it has waited; from 14 on as the server measured it, before as the guard has seen it.</param>
/// <param name="WaitsFor">The lock that it waits for.</param>
/// <param name="Query">Its query, where the policy shows it.</param>
public sealed record WaitingSession(int BackendPid, string Application, string Role, TimeSpan Waited, string WaitsFor, string? Query)
{
    public override string ToString() =>
        $"server process {BackendPid} ({(Application.Length > 0 ? Application : "no application name")}, role {(Role.Length > 0 ? Role : "?")}) has waited "
        + $"{Waited.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s for {WaitsFor}{(Query is { Length: > 0 } query ? $": {query}" : "")}";
}
