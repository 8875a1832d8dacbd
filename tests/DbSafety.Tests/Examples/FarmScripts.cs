using DbSafety.Engine.Sql;
using DbSafety.Tests.Infrastructure;
using Npgsql;

namespace DbSafety.Tests.Examples;

/// <summary>Runs the farm's scripts as plainly as can be: one statement after the other, each on its own.</summary>
internal static class FarmScripts
{
    /// <summary>Applies all migrations, or those up to one.</summary>
    public static async Task UpAsync(TestDatabase database, string? last = null, string? after = null)
    {
        foreach (var id in FarmFiles.Migrations.Where(id => IsIn(id, after, last)))
            await RunAsync(database, FarmFiles.Up(id));
    }

    /// <summary>Rolls back all migrations after one, the newest first.</summary>
    public static async Task DownAsync(TestDatabase database, string? after = null)
    {
        foreach (var id in FarmFiles.Migrations.Reverse().Where(id => IsIn(id, after, null)))
            await RunAsync(database, FarmFiles.Rollback(id));
    }

    public static async Task SeedAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var seed in FarmFiles.Seeds)
            await RunAsync(connection, seed);
        await transaction.CommitAsync();
    }

    public static async Task RunAsync(TestDatabase database, string path)
    {
        await using var connection = await database.OpenAsync();
        await RunAsync(connection, path);
    }

    /// <summary>The names of the columns of a verify script that gave something else than true in some row.</summary>
    public static async Task<IReadOnlyList<string>> VerifyAsync(TestDatabase database, string id)
    {
        await using var connection = await database.OpenAsync();
        var failed = new List<string>();
        foreach (var statement in (await ScriptText.ReadFileAsync(FarmFiles.Verify(id), CancellationToken.None)).Parse().Statements)
        {
            await using var command = new NpgsqlCommand(statement.Text, connection);
            await using var reader = await command.ExecuteReaderAsync();
            // A DO block gives no rows: it raises, or it is content.
            if (reader.FieldCount == 0)
                continue;
            var rows = 0;
            for (; await reader.ReadAsync(); rows++)
            {
                if (reader.FieldCount != 1 || reader.GetValue(0) is not true)
                    failed.Add(reader.GetName(0));
            }

            if (rows == 0)
                failed.Add($"{reader.GetName(0)} (no row)");
        }

        return failed;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string path)
    {
        foreach (var statement in (await ScriptText.ReadFileAsync(path, CancellationToken.None)).Parse().Statements)
        {
            if (statement.CopyData is { } copy)
            {
                await using var writer = await connection.BeginTextImportAsync(statement.Text);
                await writer.WriteAsync(copy.Data);
                continue;
            }

            await using var command = new NpgsqlCommand(statement.Text, connection) { CommandTimeout = 300 };
            await command.ExecuteNonQueryAsync();
        }
    }

    private static bool IsIn(string id, string? after, string? last) =>
        (after is null || string.CompareOrdinal(id, after) > 0) && (last is null || string.CompareOrdinal(id, last) <= 0);
}
