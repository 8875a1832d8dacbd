namespace DbSafety.Engine.Projects;

/// <summary>How much a change may hold up or break others while it runs. Past it, the guard cancels the change's own statement.</summary>
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

    /// <summary>So large a share of the database's transactions, from 0 to 1, may end in a rollback; null for no limit.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>The names of the application checks that are asked while the change runs.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>How often they are asked.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The reports hold the waiting sessions' query texts, which may hold data.</summary>
    public bool ShowQueries { get; init; }
}
