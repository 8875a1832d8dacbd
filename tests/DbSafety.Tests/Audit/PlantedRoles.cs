using DbSafety.Tests.Infrastructure;
using Npgsql;

namespace DbSafety.Tests.Audit;

/// <summary>Superusers with passwords of a test's choice; dropped after the database whose objects they own.</summary>
internal sealed class PlantedRoles : IAsyncDisposable
{
    private string? _server;

    public List<string> Names { get; } = [];

    public async Task PlantAsync(TestDatabase database, params string[] passwords)
    {
        _server = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres" }.ConnectionString;
        foreach (var password in passwords)
        {
            Names.Add($"planted_{Guid.NewGuid():N}");
            await database.ExecuteAsync($"CREATE ROLE {Names[^1]} LOGIN SUPERUSER PASSWORD '{password}'");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;
        await using var session = new NpgsqlConnection(_server);
        await session.OpenAsync();
        foreach (var name in Names)
        {
            await using var command = new NpgsqlCommand($"DROP ROLE {name}", session);
            await command.ExecuteNonQueryAsync();
        }
    }
}
