using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Migrations.Executing;

internal static class Cancellation
{
    /// <summary>The server reports our own cancel request as an error; that is a cancellation.</summary>
    public static void ThrowIfCancelledAs(this CancellationToken cancellationToken, ScriptPlan plan, int line)
    {
        if (cancellationToken.IsCancellationRequested)
            throw new StepFailure(ScriptErrors.Cancelled(plan, line), StepFate.RolledBack);
    }
}
