using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>One attempt at a step, from its first statement to just before its commit. Once the guard has stopped it, it stays stopped.</summary>
internal sealed class GuardedAttempt(Guard? guard, int backendPid, GuardPolicy policy) : IAsyncDisposable
{
    private volatile GuardTrip? _trip;

    public int BackendPid { get; } = backendPid;

    /// <summary>What holds for this attempt: the environment's, unless the script asks for other limits.</summary>
    public GuardPolicy Policy { get; } = policy;

    /// <summary>Why it was stopped; null while it was not.</summary>
    public GuardTrip? Trip => _trip;

    public void Stop(GuardTrip trip) => _trip = trip;

    /// <summary>Ends the watch. A cancel request that is on its way has arrived when this returns, so it can hit nothing that comes later.</summary>
    public ValueTask DisposeAsync() => guard is null ? ValueTask.CompletedTask : guard.EndAsync(this);
}
