using Npgsql;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class StartServerStep : IDemoStep
{
    public string Title => "A PostgreSQL of its own";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        await stage.StartServerAsync();
        var server = stage.Server;
        await using var connection = new NpgsqlConnection(server.Connection.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SHOW listen_addresses", connection);
        var addresses = (string?)await command.ExecuteScalarAsync(cancellationToken);
        stage.Claim(connection.PostgreSqlVersion.Major == server.Major && addresses == "127.0.0.1",
            $"PostgreSQL {server.Version} runs for this demo alone, on 127.0.0.1:{server.Connection.Port}");
        await using var create = new NpgsqlCommand("CREATE DATABASE farm", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }
}
