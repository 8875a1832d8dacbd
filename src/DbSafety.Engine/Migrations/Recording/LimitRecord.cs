using System.Text.Json.Nodes;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>The limits that were in force, as the journal keeps them; durations in milliseconds, 0 for none.</summary>
internal static class LimitRecord
{
    public static JsonObject Of(LimitPolicy limits) => new()
    {
        ["lock_timeout_ms"] = Milliseconds(limits.LockTimeout),
        ["lock_attempts"] = limits.LockAttempts,
        ["deadline_ms"] = Milliseconds(limits.Deadline),
        ["statement_timeout_ms"] = Milliseconds(limits.StatementTimeout),
        ["long_statement_timeout_ms"] = Milliseconds(limits.LongStatementTimeout),
        ["answer_timeout_ms"] = Milliseconds(limits.AnswerTimeout),
        ["preflight"] = limits.Preflight.ToString().ToLowerInvariant(),
        ["guard"] = !limits.Guard.Enabled ? null : new JsonObject
        {
            ["waiting_sessions"] = limits.Guard.WaitingSessions,
            ["waiting_time_ms"] = Milliseconds(limits.Guard.WaitingTime),
            ["replica_lag_ms"] = Milliseconds(limits.Guard.ReplicaLag),
            ["error_rate"] = limits.Guard.ErrorRate,
            ["checks"] = new JsonArray([.. limits.Guard.Checks.Select(check => JsonValue.Create(check))]),
        },
    };

    private static long Milliseconds(TimeSpan duration) => (long)duration.TotalMilliseconds;
}
