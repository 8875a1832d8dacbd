using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Core.Results.Plans;

/// <summary>What one lock means for the sessions that use its table.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Line">The line of the statement that takes it.</param>
/// <param name="Table">The table.</param>
/// <param name="Mode">The lock.</param>
/// <param name="HeldFor">About how long it is held: to the end of its transaction.</param>
/// <param name="CallsPerSecond">How many statements a second use the table in a way that the lock is in the way of; null where the traffic was not watched.</param>
/// <param name="Waiting">About how many sessions would wait at once; null where the traffic was not watched.</param>
/// <param name="LongestWait">About how long the first of them would wait: while the lock is asked for, and while it is held.</param>
/// <param name="OldestTransaction">The age of the oldest transaction that holds a lock on the table now, behind which the statement itself would wait; null where there is none.</param>
/// <param name="Basis">What the time is taken from: the table's size, or a rehearsal.</param>
public sealed record LockForecast(
    string Migration,
    int Line,
    string Table,
    LockMode Mode,
    TimeSpan HeldFor,
    double? CallsPerSecond,
    int? Waiting,
    TimeSpan LongestWait,
    TimeSpan? OldestTransaction,
    string Basis);
