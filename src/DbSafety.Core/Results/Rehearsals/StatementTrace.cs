namespace DbSafety.Core.Results.Rehearsals;

/// <summary>What one statement did on the shadow. Relations that the same chain of migrations made do not count as existing.</summary>
public sealed record StatementTrace
{
    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>From 1.</summary>
    public required int Column { get; init; }

    /// <summary>The command, such as <c>ALTER TABLE</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>The statement as the file has it.</summary>
    public required string Text { get; init; }

    /// <summary>The number of its step: statements of one step share a transaction.</summary>
    public required int Step { get; init; }

    /// <summary>False for a statement that runs by itself.</summary>
    public required bool InTransaction { get; init; }

    /// <summary>How long it took on the shadow.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>About how long it would take on the live tables; null where that cannot be told, or where size does not matter to it.</summary>
    public TimeSpan? LiveEstimate { get; init; }

    /// <summary>The <c>lock_timeout</c> that the script or the role's settings had made when it had run; null where there was none. Ours is not set on a shadow.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>Locks on existing relations that it took and that its transaction did not hold yet.</summary>
    public IReadOnlyList<LockTrace> Locks { get; init; } = [];

    /// <summary>Existing tables, indexes and materialized views whose file it wrote anew.</summary>
    public IReadOnlyList<string> Rewrites { get; init; } = [];

    /// <summary>Existing tables that it scanned or wrote; null where it was not measured (a statement outside a transaction, before version 15).</summary>
    public IReadOnlyList<RowsTrace>? Rows { get; init; } = [];

    /// <summary>Bytes of write-ahead log that the server wrote meanwhile.</summary>
    public long WalBytes { get; init; }

    /// <summary>Objects made, changed and dropped.</summary>
    public IReadOnlyList<ObjectTrace> Objects { get; init; } = [];

    /// <summary>What the server said.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
