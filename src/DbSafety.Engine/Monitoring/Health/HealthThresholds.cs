using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>The thresholds of the figures that have some.</summary>
/// <param name="Own">Those of <c>dbsafety.yaml</c>, by the figure's name.</param>
public sealed record HealthThresholds(IReadOnlyDictionary<string, Threshold> Own)
{
    private const double Giga = 1L << 30;

    /// <summary>What holds where the project says nothing.</summary>
    public static IReadOnlyDictionary<string, Threshold> Defaults { get; } = new Dictionary<string, Threshold>(StringComparer.Ordinal)
    {
        ["connections_used_ratio"] = new(0.8, 0.95),
        ["sessions_waiting_for_locks"] = new(5, 20),
        ["longest_lock_wait_seconds"] = new(5, 60),
        ["longest_idle_in_transaction_seconds"] = new(60, 600),
        ["oldest_transaction_seconds"] = new(300, 3600),
        ["oldest_snapshot_transactions"] = new(10_000_000, 100_000_000),
        ["oldest_prepared_transaction_seconds"] = new(300, 3600),
        ["rollback_ratio"] = new(0.1, 0.5),
        ["deadlocks_per_second"] = new(0.05, 1),
        ["cache_hit_ratio"] = new(0.9, 0.7),
        ["temporary_bytes_per_second"] = new(Giga / 64, Giga / 4),
        ["replication_lag_seconds"] = new(10, 120),
        ["replication_lag_bytes"] = new(Giga / 4, 4 * Giga),
        ["inactive_slot_bytes"] = new(Giga, 16 * Giga),
        // Autovacuum begins to freeze at about 0.1 of the way, and the server stops short of 1.
        ["wraparound_ratio"] = new(0.25, 0.6),
        ["multixact_wraparound_ratio"] = new(0.25, 0.6),
        ["worst_dead_row_ratio"] = new(0.25, 0.6),
        ["worst_bloat_ratio"] = new(0.5, 0.8),
        ["requested_checkpoint_ratio"] = new(0.5, 0.95),
        ["checksum_failures"] = new(1, 1),
    };

    /// <summary>The defaults.</summary>
    public static HealthThresholds Default { get; } = new(new Dictionary<string, Threshold>());

    /// <summary>How well a figure is; a figure without thresholds is well.</summary>
    public HealthState Judge(string name, double value)
    {
        var bare = name.Split('{')[0];
        return (Own.GetValueOrDefault(bare) ?? Defaults.GetValueOrDefault(bare))?.Judge(value) ?? HealthState.Ok;
    }
}
