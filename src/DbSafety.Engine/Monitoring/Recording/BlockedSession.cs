namespace DbSafety.Engine.Monitoring.Recording;

/// <summary>A session that waits for a lock, and whom it waits for.</summary>
/// <param name="Pid">Its server process.</param>
/// <param name="Who">Its application and role, as far as they may be seen.</param>
/// <param name="WaitsFor">The lock.</param>
/// <param name="Seconds">How long it has waited; 0 where the server does not tell (up to PostgreSQL 13).</param>
/// <param name="Blockers">Who holds it up: process, application, role and state.</param>
internal sealed record BlockedSession(int Pid, string Who, string WaitsFor, double Seconds, IReadOnlyList<string> Blockers);
