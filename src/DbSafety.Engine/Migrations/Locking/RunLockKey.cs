using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Migrations.Locking;

/// <summary>The advisory key of the run lock of one database, and the questions that are asked about it.</summary>
/// <param name="Value">The key.</param>
internal sealed record RunLockKey(long Value)
{
    /// <summary>The key of the database that the session is connected to, by the server's name for it (a pooler may use another).</summary>
    public static async Task<RunLockKey> ForAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.current_database()::text", session);
        return For((string)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    public static RunLockKey For(string database) =>
        new(BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"dbsafety run lock\n{database}"))));

    public async Task<bool> TryTakeAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_try_advisory_lock($1)", session) { Parameters = { new() { Value = Value } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>
    /// A query that raises division_by_zero unless the session holds the lock, and the error of a root of a negative number unless it runs in
    /// the transaction that is named: what stands behind it in the same message is then not run.
    /// </summary>
    /// <param name="transaction">The transaction's id as text; null for any.</param>
    public NpgsqlBatchCommand RequireHeldBy(int backendPid, string? transaction)
    {
        const string Sql = """
            SELECT pg_catalog.sqrt(CASE WHEN $4 IS NULL OR pg_catalog.pg_current_xact_id()::text = $4 THEN 1.0::double precision ELSE -1.0::double precision END),
                   1 / (EXISTS (
                SELECT FROM pg_catalog.pg_locks l
                WHERE l.locktype = 'advisory' AND l.granted AND l.pid = $3
                  AND l.classid = $1 AND l.objid = $2 AND l.objsubid = 1
                  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())))::integer
            """;
        var command = new NpgsqlBatchCommand(Sql);
        AddKey(command.Parameters);
        command.Parameters.Add(new() { Value = backendPid });
        command.Parameters.Add(new() { Value = transaction ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return command;
    }

    public async Task<LockHolder?> FindHolderAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT l.pid, coalesce(a.application_name, ''), a.usename::text,
                   coalesce(a.client_hostname, pg_catalog.host(a.client_addr), 'local'), a.backend_start
            FROM pg_catalog.pg_locks l
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted
              AND l.classid = $1 AND l.objid = $2 AND l.objsubid = 1
              AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            LIMIT 1
            """;
        await using var command = new NpgsqlCommand(Sql, session);
        AddKey(command.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new LockHolder(reader.GetInt32(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3),
            reader.IsDBNull(4) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken));
    }

    // pg_locks shows a bigint key as two OIDs, the high half first (PostgreSQL documentation, 54.12).
    private void AddKey(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new() { Value = unchecked((uint)(Value >> 32)), NpgsqlDbType = NpgsqlDbType.Oid });
        parameters.Add(new() { Value = unchecked((uint)Value), NpgsqlDbType = NpgsqlDbType.Oid });
    }
}
