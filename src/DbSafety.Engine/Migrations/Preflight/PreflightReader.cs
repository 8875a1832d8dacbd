using System.Globalization;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Migrations.Preflight;

/// <summary>Looks at the server just before a change: who holds what it wants, which snapshots are old, what else goes on (research G10).</summary>
internal sealed class PreflightReader(NpgsqlConnection session, LimitPolicy limits, IOperationHost host)
{
    // So long a transaction may be open before it is named: those of ordinary traffic are shorter.
    private static readonly TimeSpan Ordinary = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan NotableLag = TimeSpan.FromSeconds(10);

    private const string Holders = """
        SELECT l.relation, c.oid::regclass::text, l.mode, l.pid, coalesce(nullif(a.application_name, ''), 'no application name'), coalesce(a.usename::text, '?'),
               coalesce(a.state, 'state not visible'), extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(a.xact_start, p.prepared))::double precision, p.gid,
               coalesce(a.backend_type = 'autovacuum worker' AND a.query LIKE '%(to prevent wraparound)', false), coalesce(a.backend_type = 'autovacuum worker', false)
        FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_class c ON c.oid = l.relation
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        LEFT JOIN pg_catalog.pg_prepared_xacts p ON l.pid IS NULL AND l.virtualtransaction = '-1/' || p.transaction::text
        WHERE l.granted AND l.locktype = 'relation' AND l.relation = ANY ($1) AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
          AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
        ORDER BY 8 DESC NULLS LAST
        LIMIT 200
        """;

    private const string Snapshots = """
        SELECT a.pid, coalesce(nullif(a.application_name, ''), 'no application name'), coalesce(a.usename::text, '?'), coalesce(a.state, 'state not visible'),
               extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::double precision
        FROM pg_catalog.pg_stat_activity a
        WHERE a.datname = pg_catalog.current_database() AND a.backend_xmin IS NOT NULL AND a.pid <> pg_catalog.pg_backend_pid()
          AND a.backend_type = 'client backend' AND pg_catalog.clock_timestamp() - a.xact_start > $1
        ORDER BY a.xact_start
        LIMIT 20
        """;

    private const string BaseBackups = "SELECT b.pid, b.phase FROM pg_catalog.pg_stat_progress_basebackup b";

    private TimeSpan Notable => limits.LockTimeout > TimeSpan.Zero && limits.LockTimeout < Ordinary ? limits.LockTimeout : Ordinary;

    /// <summary>What was found, the worst first.</summary>
    public async Task<IReadOnlyList<PreflightFinding>> ReadAsync(WantedLocks wanted, CancellationToken cancellationToken)
    {
        var found = new List<PreflightFinding>();
        if (wanted.Tables.Count > 0)
            found.AddRange(await HoldersAsync(wanted, cancellationToken));
        if (wanted.WaitsForSnapshots)
            found.AddRange(await SnapshotsAsync(cancellationToken));
        found.AddRange(await BaseBackupsAsync(cancellationToken));
        if (await ReplicaLag.FindAsync(session, limits.Guard.ReplicaLag > TimeSpan.Zero ? limits.Guard.ReplicaLag : NotableLag, cancellationToken) is { } lag)
            found.Add(new PreflightFinding(Sentence(lag), Blocks: limits.Guard.ReplicaLag > TimeSpan.Zero));
        return [.. found.OrderByDescending(finding => finding.Blocks)];
    }

    private async Task<IReadOnlyList<PreflightFinding>> HoldersAsync(WantedLocks wanted, CancellationToken cancellationToken)
    {
        var found = new List<PreflightFinding>();
        var hidden = 0;
        await using var command = new NpgsqlCommand(Holders, session) { Parameters = { new() { Value = wanted.Tables.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (wanted.StandsInTheWay(reader.GetFieldValue<uint>(0), reader.GetString(2)) is not { } mode)
                continue;
            if (reader.IsDBNull(7) && !reader.GetBoolean(10))
                hidden++;
            else if (reader.IsDBNull(7) || TimeSpan.FromSeconds(reader.GetDouble(7)) > Notable)
                found.Add(Holder(reader, mode.Words()));
        }

        if (hidden > 0)
            host.Verbose($"{hidden} sessions of other roles hold locks that stand in the way, and for how long may not be seen; pg_read_all_stats would show it.");
        return found;
    }

    private static PreflightFinding Holder(NpgsqlDataReader reader, string wanted)
    {
        var (table, held) = (reader.GetString(1), LockModes.Of(reader.GetString(2)).Words());
        var since = reader.IsDBNull(7) ? "" : $" for {Seconds(reader.GetDouble(7))}";
        var end = $"holds {held} on {table}{since}; {wanted} is wanted";
        if (!reader.IsDBNull(8))
            return new PreflightFinding($"The prepared transaction '{reader.GetString(8)}' {end}. It ends only by COMMIT PREPARED or ROLLBACK PREPARED.", Blocks: true);
        var who = $"server process {reader.GetInt32(3)}";
        if (reader.GetBoolean(9))
            return new PreflightFinding($"An autovacuum to prevent wraparound ({who}) {end}. It does not give way.", Blocks: true);
        if (reader.GetBoolean(10))
            return new PreflightFinding($"An autovacuum ({who}) {end}. It gives way.");
        var application = reader.GetString(4);
        var isDump = application is "pg_dump" or "pg_dumpall" || application.StartsWith("dbsafety backup", StringComparison.Ordinal);
        return new PreflightFinding($"{(isDump ? "A running backup, " : "")}{(isDump ? who : Sentence(who))} ({application}, role {reader.GetString(5)}, {reader.GetString(6)}) {end}."
            + (isDump ? " It holds it to its end." : ""), isDump);
    }

    private async Task<IReadOnlyList<PreflightFinding>> SnapshotsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Snapshots, session) { Parameters = { new() { Value = Notable } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<PreflightFinding>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new PreflightFinding($"Server process {reader.GetInt32(0)} ({reader.GetString(1)}, role {reader.GetString(2)}, {reader.GetString(3)}) has a snapshot that is "
                + $"{Seconds(reader.GetDouble(4))} old: CONCURRENTLY waits until its transaction ends."));
        }

        return found;
    }

    private async Task<IReadOnlyList<PreflightFinding>> BaseBackupsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(BaseBackups, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<PreflightFinding>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new PreflightFinding($"A base backup is running (server process {reader.GetInt32(0)}{(reader.IsDBNull(1) ? "" : $", {reader.GetString(1)}")}): what the change writes goes into it too, and slows both down."));
        return found;
    }

    private static string Seconds(double seconds) => seconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min");

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
