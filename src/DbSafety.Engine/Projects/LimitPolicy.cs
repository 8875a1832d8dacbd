namespace DbSafety.Engine.Projects;

/// <summary>The limits under which a change is applied. The defaults hold up a busy database for two seconds at the most.</summary>
public sealed record LimitPolicy
{
    /// <summary>How long one statement waits for a lock (<c>lock_timeout</c>), while everybody else queues behind it.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a transaction that got no lock, or was chosen as a deadlock's victim, is tried in all.</summary>
    public int LockAttempts { get; init; } = 10;

    /// <summary>How long those attempts may take together.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one statement may run (<c>statement_timeout</c>); zero for no limit.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for what takes long by its nature and blocks nobody: CREATE INDEX CONCURRENTLY, VALIDATE CONSTRAINT; zero for no limit.</summary>
    public TimeSpan LongStatementTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>
    /// How much longer than a statement's own limit its answer is waited for, before the connection counts as lost: a network that swallows everything says nothing.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many rows of a table that was there before one statement may change; null for no limit.</summary>
    public long? MaxRows { get; init; }

    /// <summary>How much the change may hold up others.</summary>
    public GuardPolicy Guard { get; init; } = new();

    /// <summary>What becomes of a run that would have to wait for something on the server.</summary>
    public PreflightMode Preflight { get; init; }

    /// <summary>How long to wait for another run's run lock.</summary>
    public TimeSpan RunLockWait { get; init; } = TimeSpan.FromSeconds(10);
}
