using DbSafety.Engine.Postgres;
using DbSafety.Tests.Infrastructure;
using Npgsql;

namespace DbSafety.Tests.Migrations;

/// <summary>A role without rights of its own, for one test.</summary>
public sealed class TestRole : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private TestRole(TestDatabase database, string name)
    {
        _database = database;
        Name = name;
        Connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = name, Password = "secret" };
    }

    public string Name { get; }

    public NpgsqlConnectionStringBuilder Connection { get; }

    public Sessions Sessions => new(Connection);

    public static async Task<TestRole> CreateAsync(TestDatabase database)
    {
        var role = new TestRole(database, $"r_{Guid.NewGuid():N}");
        await database.ExecuteAsync($"CREATE ROLE {role.Name} LOGIN PASSWORD 'secret'");
        return role;
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(Connection.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync() => await _database.ExecuteAsync($"DROP OWNED BY {Name} CASCADE; DROP ROLE {Name}");
}
