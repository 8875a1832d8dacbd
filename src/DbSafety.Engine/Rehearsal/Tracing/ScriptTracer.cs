using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>Watches a script from within its own session: after each statement it asks the server what the session holds and has done.</summary>
internal sealed class ScriptTracer(BaseRelations relations, IOperationHost host)
{
    private const string LocksSql = """
        SELECT l.relation, l.mode, coalesce(pg_catalog.pg_relation_filenode(l.relation), 0)
        FROM pg_catalog.pg_locks l
        WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384
        """;

    private const string RowsSql = """
        SELECT o, pg_catalog.pg_stat_get_xact_numscans(o), pg_catalog.pg_stat_get_xact_tuples_returned(o),
               pg_catalog.pg_stat_get_xact_tuples_inserted(o), pg_catalog.pg_stat_get_xact_tuples_updated(o), pg_catalog.pg_stat_get_xact_tuples_deleted(o)
        FROM pg_catalog.unnest($1) o
        """;

    private readonly List<StatementRecord> _records = [];
    private readonly HashSet<(uint, LockMode)> _held = [];
    private readonly Dictionary<uint, RowsTrace> _rows = [];
    private long _started;
    private long _firstOfTransaction;
    private decimal _wal;

    /// <summary>There are relations whose locks are worth watching.</summary>
    public bool WatchesRelations => !relations.IsEmpty;

    /// <summary>What was watched so far.</summary>
    public ScriptTrace Trace(RehearsalPart part, string path) =>
        new(part, path, [.. _records.Select(record => record.Trace)], _records.Count == 0 ? TimeSpan.Zero : host.Time.GetElapsedTime(_records[0].Started));

    public async Task BeginScriptAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await relations.ReadFilesAsync(connection, cancellationToken);
        (_wal, _) = await ServerAsync(connection, cancellationToken);
    }

    public async Task BeginStepAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _firstOfTransaction = _records.Count;
        _held.Clear();
        _rows.Clear();
        // The counters of a transaction begin with what earlier ones of the session have not handed in yet.
        _ = await RowsAsync(connection, relations.Filled, cancellationToken);
    }

    public void BeginStatement() => _started = host.Time.GetTimestamp();

    public async Task EndStatementAsync(
        NpgsqlConnection connection, SqlStatement statement, ScriptStep step, IReadOnlyList<string> notices, IReadOnlyList<SampledLock> sampled, CancellationToken cancellationToken)
    {
        var duration = host.Time.GetElapsedTime(_started);
        var record = new StatementRecord(
            new StatementTrace
            {
                Line = statement.Line,
                Column = statement.Column,
                Tag = statement.Facts.Tag,
                Text = SecretText.Hide(statement.Text),
                Step = step.Number,
                InTransaction = step.InTransaction,
                Duration = duration,
                Notices = notices,
                Objects = StatementObjects.Of(statement),
            },
            _started);
        _records.Add(record);
        var (wal, lockTimeout) = await ServerAsync(connection, cancellationToken);
        record.Trace = record.Trace with { WalBytes = (long)(wal - _wal), LockTimeout = lockTimeout == "0" ? null : PostgresDuration.Parse(lockTimeout) };
        _wal = wal;
        if (relations.IsEmpty)
            return;
        if (step.InTransaction)
            await ReadTransactionAsync(connection, record, cancellationToken);
        else
            await ReadOutsideAsync(connection, record, sampled, cancellationToken);
    }

    /// <summary>The transaction, or the statement outside one, has ended: now it is known how long its locks were held.</summary>
    public void EndStep()
    {
        if (_records.Count <= _firstOfTransaction)
            return;
        var last = _records[^1].Trace.Line;
        foreach (var record in _records.Skip((int)_firstOfTransaction))
        {
            var held = record.Trace.InTransaction ? host.Time.GetElapsedTime(record.Started) : record.Trace.Duration;
            record.Trace = record.Trace with
            {
                Locks = [.. record.Locks.Select(item => new LockTrace(item.Relation.Name, item.Relation.Kind, item.Relation.Table, item.Mode,
                    record.Trace.InTransaction ? last : record.Trace.Line, held, item.Sampled))],
            };
        }
    }

    private async Task ReadTransactionAsync(NpgsqlConnection connection, StatementRecord record, CancellationToken cancellationToken)
    {
        var locked = new HashSet<uint>();
        var rewrites = new List<string>();
        await using (var command = new NpgsqlCommand(LocksSql, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (relations.Find(reader.GetFieldValue<uint>(0)) is not { } relation || LockModes.Parse(reader.GetString(1)) is not { } mode)
                    continue;
                if (_held.Add((relation.Oid, mode)))
                    record.Locks.Add((relation, mode, false));
                if (locked.Add(relation.Oid) && relations.IsRewritten(relation.Oid, reader.GetFieldValue<uint>(2)))
                    rewrites.Add(relation.Name);
            }
        }

        record.Trace = record.Trace with
        {
            Rewrites = rewrites,
            Rows = await RowsAsync(connection, [.. locked.Where(oid => relations.Find(oid)!.HasRows)], cancellationToken),
        };
    }

    private async Task ReadOutsideAsync(NpgsqlConnection connection, StatementRecord record, IReadOnlyList<SampledLock> sampled, CancellationToken cancellationToken)
    {
        foreach (var item in sampled)
        {
            if (relations.Find(item.Relation) is { } relation && _held.Add((item.Relation, item.Mode)))
                record.Locks.Add((relation, item.Mode, true));
        }

        var rewrites = new List<string>();
        await using var command = new NpgsqlCommand("SELECT oid, relfilenode FROM pg_catalog.pg_class WHERE oid = ANY ($1)", connection) { Parameters = { Oids(relations.Oids) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (relations.IsRewritten(reader.GetFieldValue<uint>(0), reader.GetFieldValue<uint>(1)))
                rewrites.Add(relations.Find(reader.GetFieldValue<uint>(0))!.Name);
        }

        // The server's counters of a transaction are gone with it, and the cumulative ones come late.
        record.Trace = record.Trace with { Rewrites = rewrites, Rows = null };
    }

    private async Task<IReadOnlyList<RowsTrace>> RowsAsync(NpgsqlConnection connection, uint[] oids, CancellationToken cancellationToken)
    {
        var rows = new List<RowsTrace>();
        if (oids.Length == 0)
            return rows;
        await using var command = new NpgsqlCommand(RowsSql, connection) { Parameters = { Oids(oids) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var oid = reader.GetFieldValue<uint>(0);
            var name = relations.Find(oid)!.Name;
            var now = new RowsTrace(name, reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
            var before = _rows.GetValueOrDefault(oid) ?? new RowsTrace(name, 0, 0, 0, 0, 0);
            _rows[oid] = now;
            var change = new RowsTrace(name, now.Scans - before.Scans, now.RowsScanned - before.RowsScanned, now.Inserted - before.Inserted,
                now.Updated - before.Updated, now.Deleted - before.Deleted);
            if (change.Scans > 0 || change.Written > 0)
                rows.Add(change);
        }

        return rows;
    }

    private static async Task<(decimal Wal, string LockTimeout)> ServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn, pg_catalog.current_setting('lock_timeout')", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetDecimal(0), reader.GetString(1));
    }

    private static NpgsqlParameter Oids(uint[] oids) => new() { Value = oids, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid };
}
