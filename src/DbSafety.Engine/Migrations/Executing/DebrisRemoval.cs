using DbSafety.Engine.Migrations.Evidence;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>Takes away what a statement that was cut off has left behind, under the limits of long statements.</summary>
internal sealed class DebrisRemoval(ScriptSession session, LimitPolicy limits)
{
    public async Task RunAsync(StatementEvidence evidence, CancellationToken cancellationToken)
    {
        foreach (var statement in evidence.CleanUp)
        {
            // CONCURRENTLY waits for old snapshots: a lock_timeout would end it half done once more (research L1).
            var wait = statement.Contains("CONCURRENTLY", StringComparison.Ordinal) ? TimeSpan.Zero : limits.LockTimeout;
            await session.SendAsync(cancellationToken, $"SET lock_timeout = {PostgresDuration.Setting(wait)}");
            await session.SendAsync(cancellationToken, $"SET statement_timeout = {PostgresDuration.Setting(limits.LongStatementTimeout)}");
            await session.SendAsync(cancellationToken, statement);
        }
    }
}
