using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Tests.Infrastructure;

/// <summary>A database of its own for one test, dropped at its end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _maintenance;

    private TestDatabase(NpgsqlConnectionStringBuilder maintenance, string name)
    {
        _maintenance = maintenance;
        Name = name;
        Connection = new NpgsqlConnectionStringBuilder(maintenance.ConnectionString) { Database = name, Pooling = false };
        Sessions = new Sessions(Connection);
    }

    public string Name { get; }

    public NpgsqlConnectionStringBuilder Connection { get; }

    public string ConnectionString => Connection.ConnectionString;

    public Sessions Sessions { get; }

    public static async Task<TestDatabase> CreateAsync(int major = 18, string? sql = null, NpgsqlConnectionStringBuilder? server = null)
    {
        var maintenance = server ?? await TestServers.GetAsync(major);
        var name = $"t_{Guid.NewGuid():N}";
        await using (var connection = new NpgsqlConnection(maintenance.ConnectionString))
        {
            await connection.OpenAsync();
            // Files are copied in a quarter of the time that their pages take through the log.
            var strategy = connection.PostgreSqlVersion.Major >= 15 ? " STRATEGY FILE_COPY" : "";
            await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0{strategy}", connection);
            await command.ExecuteNonQueryAsync();
        }

        var database = new TestDatabase(maintenance, name);
        if (sql is not null)
            await database.ExecuteAsync(sql);
        return database;
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? default : (T)value;
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(_maintenance.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync();
    }
}
