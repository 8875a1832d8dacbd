using DbSafety.Engine.Sandbox;
using Npgsql;

namespace DbSafety.Benchmarks;

/// <summary>A database on the throw-away server, gone when it is disposed.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly SandboxServer _server;

    private BenchDatabase(SandboxServer server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = Connection(server, name);
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public string Uri => $"postgres://{_server.Connection.Username}@{_server.Connection.Host}:{_server.Connection.Port}/{Name}";

    /// <summary>psql's arguments for the server and this database.</summary>
    public string[] Psql => ["-h", _server.Connection.Host!, "-p", $"{_server.Connection.Port}", "-U", _server.Connection.Username!, "-d", Name, "-X", "-q", "-v", "ON_ERROR_STOP=1"];

    /// <param name="template">The database that it is a copy of; null for an empty one.</param>
    public static async Task<BenchDatabase> CreateAsync(SandboxServer server, string name, string? template, CancellationToken cancellationToken)
    {
        await ExecuteAsync(Connection(server, "postgres"), $"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}", cancellationToken);
        return new BenchDatabase(server, name);
    }

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(ConnectionString, sql, cancellationToken);

    public async ValueTask DisposeAsync() => await ExecuteAsync(Connection(_server, "postgres"), $"DROP DATABASE {Name} WITH (FORCE)", CancellationToken.None);

    private static string Connection(SandboxServer server, string database) =>
        new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
