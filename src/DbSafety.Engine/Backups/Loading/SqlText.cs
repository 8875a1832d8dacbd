using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>Runs SQL of ours statement by statement.</summary>
internal static class SqlText
{
    public static Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken) => RunAsync(connection, sql, null, cancellationToken);

    /// <summary>Runs SQL of ours statement by statement, but for what a stand-in has of it.</summary>
    /// <param name="connection">The session.</param>
    /// <param name="sql">The statements.</param>
    /// <param name="standIn">What is there already, whose statements are left out; null where nothing is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(NpgsqlConnection connection, string sql, StandIn? standIn, CancellationToken cancellationToken)
    {
        foreach (var statement in SqlScript.Parse(sql).Statements.Where(statement => standIn?.Has(statement.Text) != true))
            await RunStatementAsync(connection, statement.Text, cancellationToken);
    }

    /// <summary>Runs one statement as it is: a batch's command, unlike a plain one, is not taken apart at semicolons by the driver, of which a BEGIN ATOMIC body has some.</summary>
    public static async Task RunStatementAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A statement without the space around it and the semicolon at its end, by which files and manifests are compared.</summary>
    public static string Bare(string statement) => statement.Trim().TrimEnd(';').TrimEnd();

    /// <summary>The only value of a query.</summary>
    public static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The first column of a query's rows.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            texts.Add(reader.GetString(0));
        return texts;
    }
}
