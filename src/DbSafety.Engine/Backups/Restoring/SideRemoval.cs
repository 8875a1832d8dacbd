using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>
/// Drops side schemas, and with them what was made for their tables outside of them: types, functions, schemas. Of those a side schema
/// keeps a record, made in the same transaction, so that a restore that is killed leaves nothing that the next one does not find.
/// </summary>
internal static class SideRemoval
{
    // No name that a table of anybody would have: tables lie beside it.
    private const string Record = "made for this restore";

    /// <summary>Writes the record into a side schema.</summary>
    /// <param name="drops">What takes each thing away again, the last that was made first.</param>
    public static async Task RecordAsync(NpgsqlConnection connection, string schema, IEnumerable<string> drops, CancellationToken cancellationToken)
    {
        await SqlText.RunStatementAsync(connection,
            $"CREATE TABLE {Identifier.Quote(schema, Record)} AS SELECT position, statement FROM unnest(ARRAY[{string.Join(", ", drops.Select(Identifier.Literal))}]::text[]) WITH ORDINALITY AS made(statement, position)", cancellationToken);
    }

    /// <summary>What was made is wanted from now on.</summary>
    public static Task ForgetAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken) =>
        SqlText.RunStatementAsync(connection, $"DROP TABLE IF EXISTS {Identifier.Quote(schema, Record)}", cancellationToken);

    /// <summary>Drops the side schemas of one restore in one transaction. Returns what could not be taken away with them, and why.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(NpgsqlConnection connection, IReadOnlyList<string> schemas, CancellationToken cancellationToken)
    {
        var stays = new List<string>();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var drops = new List<string>();
        foreach (var schema in schemas)
        {
            var record = Identifier.Quote(schema, Record);
            if (await SqlText.ScalarAsync<bool>(connection, $"SELECT pg_catalog.to_regclass({Identifier.Literal(record)}) IS NOT NULL", cancellationToken))
                drops.AddRange(await SqlText.TextsAsync(connection, $"SELECT statement FROM {record} ORDER BY position", cancellationToken));
        }

        foreach (var schema in schemas)
            await SqlText.RunStatementAsync(connection, $"DROP SCHEMA IF EXISTS {Identifier.Quote(schema)} CASCADE", cancellationToken);
        foreach (var drop in drops)
        {
            await SqlText.RunStatementAsync(connection, "SAVEPOINT made", cancellationToken);
            try
            {
                await SqlText.RunStatementAsync(connection, drop, cancellationToken);
            }
            catch (PostgresException error)
            {
                // Somebody uses it by now, or has dropped it himself.
                await SqlText.RunStatementAsync(connection, "ROLLBACK TO SAVEPOINT made", cancellationToken);
                if (!IsGone(error))
                    stays.Add($"{drop} was not possible: {error.MessageText}.");
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return stays;
    }

    /// <summary>Drops those of restores whose session is gone.</summary>
    public static async Task LeftoversAsync(NpgsqlConnection connection, IOperationHost host, CancellationToken cancellationToken)
    {
        var names = await SqlText.TextsAsync(connection, @"SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname LIKE 'dbsafety\_restore\_%' ORDER BY 1", cancellationToken);
        var isAlive = await SessionTag.AliveAsync(connection, cancellationToken);
        foreach (var restore in names.Where(name => SessionTag.In(name) is { } tag && !isAlive(tag)).GroupBy(SessionTag.In))
        {
            var schemas = string.Join(", ", restore);
            try
            {
                var stays = await RunAsync(connection, [.. restore], cancellationToken);
                host.Warning($"Dropped the side schema {schemas}, which an interrupted restore had left.");
                foreach (var what in stays)
                    host.Warning($"What an interrupted restore had made for its tables stays: {what}");
            }
            catch (PostgresException error)
            {
                host.Warning($"The side schema {schemas}, which an interrupted restore left, stays: {error.MessageText}.");
            }
        }
    }

    private static bool IsGone(PostgresException error) => error.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction
        or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable;
}
