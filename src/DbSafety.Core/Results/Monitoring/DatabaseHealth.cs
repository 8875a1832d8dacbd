namespace DbSafety.Core.Results.Monitoring;

/// <summary>One sample of a database's health.</summary>
public sealed record DatabaseHealth
{
    /// <summary>The target; null for a connection that is no target.</summary>
    public string? Target { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The server's version, such as <c>18.1</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>When the sample was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The worst state of any figure.</summary>
    public HealthState State { get; init; }

    /// <summary>The figures.</summary>
    public IReadOnlyList<HealthMetric> Metrics { get; init; } = [];

    /// <summary>The queries that cost most, by <c>pg_stat_statements</c>.</summary>
    public IReadOnlyList<QueryLoad> Queries { get; init; } = [];

    /// <summary>The plans of the registered queries.</summary>
    public IReadOnlyList<QueryPlan> Plans { get; init; } = [];

    /// <summary>The valid indexes, each as <c>schema.table: index</c>, so that a comparison can tell which one is gone.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>What could not be seen, and what would let it be seen.</summary>
    public IReadOnlyList<string> NotSeen { get; init; } = [];
}
