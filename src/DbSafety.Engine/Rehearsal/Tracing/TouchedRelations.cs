using Npgsql;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>
/// The relations whose rows or definition scripts may have changed. PostgreSQL keeps a transaction's locks on them to its end, so the
/// locks tell, whatever the statements' words were.
/// </summary>
internal sealed class TouchedRelations
{
    private const string Sql = """
        SELECT DISTINCT l.relation
        FROM pg_catalog.pg_locks l
        WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.relation >= 16384
          AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
        """;

    private readonly HashSet<uint> _oids = [];

    /// <summary>Something ran outside a transaction, whose locks are gone: any relation may have been changed.</summary>
    public bool Everything { get; private set; }

    public IReadOnlyCollection<uint> Oids => _oids;

    public bool Holds(uint oid) => Everything || _oids.Contains(oid);

    /// <summary>Takes what the open transaction has locked.</summary>
    public async Task AddOpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _oids.Add(reader.GetFieldValue<uint>(0));
    }

    public void AddEverything() => Everything = true;
}
