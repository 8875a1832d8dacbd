using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>One database with everything.sql for the tests of a class; they change it only in transactions that are rolled back.</summary>
public sealed class EverythingDatabase : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public DatabaseSchema Schema { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var major = TestServers.Majors.Max();
        Database = await SchemaScripts.CreateAsync(major, SchemaScripts.Read("everything.sql", major));
        Schema = await SchemaScripts.ReadAsync(Database);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>The schema after a change that is undone again.</summary>
    public async Task<DatabaseSchema> ReadAfterAsync(string change)
    {
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "SET search_path = every, public; " + change;
            await command.ExecuteNonQueryAsync();
        }

        return await SchemaReader.ReadAsync(connection, CancellationToken.None);
    }
}
