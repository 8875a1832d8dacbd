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

    /// <summary>A statement runs outside a transaction.</summary>
    /// <param name="changesRows">It may change rows.</param>
    public void AddAlone(bool changesRows)
    {
        AnyObject = true;
        Everything |= changesRows;
    }
}
