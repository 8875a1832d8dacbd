using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>
/// The relations whose rows or definition scripts may have changed. PostgreSQL keeps a transaction's locks on them to its end, so the
/// locks tell, whatever the statements' words were.
/// </summary>
internal sealed class TouchedRelations
{
    private const string Sql = """
        SELECT DISTINCT coalesce(l.relation, l.objid), l.locktype = 'relation'
        FROM pg_catalog.pg_locks l
        WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype IN ('relation', 'object') AND coalesce(l.relation, l.objid) >= 16384
          AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
        """;

    // The named relation, the table of a named index, and the indexes of both: REINDEX puts others in their places.
    private const string WorkedOnSql = """
        WITH named AS (SELECT pg_catalog.to_regclass(name)::oid AS oid FROM pg_catalog.unnest($1) name),
             relations AS (SELECT oid FROM named UNION SELECT i.indrelid FROM pg_catalog.pg_index i JOIN named ON i.indexrelid = named.oid)
        SELECT oid FROM relations WHERE oid IS NOT NULL
        UNION SELECT i.indexrelid FROM pg_catalog.pg_index i JOIN relations ON i.indrelid = relations.oid
        """;

    private readonly HashSet<uint> _oids = [];
    private readonly HashSet<uint> _locked = [];

    /// <summary>Something ran outside a transaction, whose locks are gone: any relation may have been changed.</summary>
    public bool Everything { get; private set; }

    /// <summary>A statement ran outside a transaction, so nobody knows which objects it locked.</summary>
    public bool AnyObject { get; private set; }

    public IReadOnlyCollection<uint> Oids => _oids;

    /// <summary>The relations, and the objects of other kinds, such as functions and types.</summary>
    public IReadOnlyCollection<uint> Locked => _locked;

    public bool Holds(uint oid) => Everything || _oids.Contains(oid);

    /// <summary>Takes what the open transaction has locked.</summary>
    public async Task AddOpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _locked.Add(reader.GetFieldValue<uint>(0));
            if (reader.GetBoolean(1))
                _oids.Add(reader.GetFieldValue<uint>(0));
        }
    }

    /// <summary>
    /// A statement is about to run outside a transaction, and its locks will be gone when it has run. What CONCURRENTLY works on is
    /// named in its words and is still there now; of any other statement nobody knows what it changes.
    /// </summary>
    public async Task AddAloneAsync(NpgsqlConnection connection, SqlStatement statement, CancellationToken cancellationToken)
    {
        Everything |= !statement.Facts.RunsOutsideTransaction || statement.Facts.IsOpaque;
        if (statement.Facts is { Tag: "VACUUM" })
            return;
        if (!statement.Facts.RunsOutsideTransaction || statement.Facts.Tag is not ("CREATE INDEX" or "DROP INDEX" or "REINDEX")
            || statement.Facts.Affects.Any(item => item.Kind is not (AffectedKind.Index or AffectedKind.Table or AffectedKind.MaterializedView or AffectedKind.Relation)))
        {
            AnyObject = true;
            return;
        }

        await using var command = new NpgsqlCommand(WorkedOnSql, connection)
        {
            Parameters = { new() { Value = statement.Facts.Affects.Select(item => Identifier.Quote(item.Schema, item.Name)).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _locked.Add(reader.GetFieldValue<uint>(0));
    }
}
