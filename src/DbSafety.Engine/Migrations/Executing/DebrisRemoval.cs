using DbSafety.Engine.Migrations.Evidence;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>Takes away what a statement that was cut off has left behind, under the limits of long statements.</summary>
internal sealed class DebrisRemoval(ScriptSession session, LimitPolicy limits)
{
    /// <summary>The statements, each after its limits.</summary>
    public static IEnumerable<string> Script(IEnumerable<string> cleanUp, LimitPolicy limits) => cleanUp.SelectMany(statement => (IEnumerable<string>)
    [
        // CONCURRENTLY waits for old snapshots: a lock_timeout would end it half done once more (research L1).
        $"SET lock_timeout = {PostgresDuration.Setting(statement.Contains("CONCURRENTLY", StringComparison.Ordinal) ? TimeSpan.Zero : limits.LockTimeout)}",
        $"SET statement_timeout = {PostgresDuration.Setting(limits.LongStatementTimeout)}",
        statement,
    ]);

    public async Task RunAsync(StatementEvidence evidence, CancellationToken cancellationToken)
    {
        foreach (var statement in Script(evidence.CleanUp, limits))
            await session.SendAsync(cancellationToken, statement);
    }
}
