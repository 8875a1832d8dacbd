using Npgsql;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>What the server has counted in a database since its statistics began.</summary>
internal sealed record Counters(DateTimeOffset At, long Commits, long Rollbacks, long Deadlocks, long TemporaryBytes, long BlocksRead, long BlocksHit, long? ChecksumFailures)
{
    public static async Task<Counters> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        // In a transaction the statistics stand still, so each reading stands alone.
        const string Sql = """
            SELECT clock_timestamp(), d.xact_commit, d.xact_rollback, d.deadlocks, d.temp_bytes, d.blks_read, d.blks_hit, d.checksum_failures
            FROM pg_catalog.pg_stat_database d
            WHERE d.datname = current_database()
            """;
        await using var command = new NpgsqlCommand(Sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Counters(reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
            reader.GetInt64(5), reader.GetInt64(6), reader.IsDBNull(7) ? null : reader.GetInt64(7));
    }

    /// <summary>The figures that come from the counters alone.</summary>
    public IEnumerable<Figure> Totals()
    {
        yield return new Figure("commits_total", Commits, null);
        yield return new Figure("rollbacks_total", Rollbacks, null);
        yield return new Figure("deadlocks_total", Deadlocks, null);
        yield return new Figure("temporary_bytes_total", TemporaryBytes, null);
        if (BlocksRead + BlocksHit > 100_000)
            yield return new Figure("cache_hit_ratio", (double)BlocksHit / (BlocksRead + BlocksHit), "since the statistics began");
        if (ChecksumFailures is { } failures)
            yield return new Figure("checksum_failures", failures, null);
    }

    /// <summary>The figures per second since an earlier reading.</summary>
    public IEnumerable<Figure> Since(Counters earlier)
    {
        var seconds = (At - earlier.At).TotalSeconds;
        if (seconds <= 0)
            yield break;
        var commits = Commits - earlier.Commits;
        var rollbacks = Rollbacks - earlier.Rollbacks;
        yield return new Figure("commits_per_second", commits / seconds, null);
        yield return new Figure("rollbacks_per_second", rollbacks / seconds, null);
        yield return new Figure("deadlocks_per_second", (Deadlocks - earlier.Deadlocks) / seconds, null);
        yield return new Figure("temporary_bytes_per_second", (TemporaryBytes - earlier.TemporaryBytes) / seconds, null);
        // A handful of transactions makes no ratio.
        if (commits + rollbacks >= 50)
            yield return new Figure("rollback_ratio", (double)rollbacks / (commits + rollbacks), $"{rollbacks} of {commits + rollbacks}");
    }
}
