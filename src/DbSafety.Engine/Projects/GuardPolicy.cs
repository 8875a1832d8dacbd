namespace DbSafety.Engine.Projects;

/// <summary>How much a change may hold up others while it runs. Past it, the guard cancels the change's own statement.</summary>
public sealed record GuardPolicy
{
    /// <summary>False: nobody watches.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>So many sessions may wait behind the change, directly or behind one another.</summary>
    public int WaitingSessions { get; init; } = 10;

    /// <summary>So long may one of them wait.</summary>
    public TimeSpan WaitingTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>So far may a streaming replica's replay fall behind; zero for no limit.</summary>
    public TimeSpan ReplicaLag { get; init; } = TimeSpan.Zero;

    /// <summary>The reports hold the waiting sessions' query texts, which may hold data.</summary>
    public bool ShowQueries { get; init; }
}
