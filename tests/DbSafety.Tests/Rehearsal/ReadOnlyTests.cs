using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

/// <summary>A rehearsal never writes to the target.</summary>
public sealed class ReadOnlyTests
{
    [Fact]
    public async Task With_the_shadow_on_another_server_the_targets_server_writes_no_byte_of_its_log()
    {
        await using var project = await TestProject.CreateAsync(TestServers.Majors[^1]);
        await using var idle = await SandboxServer.StartAsync(TestServers.Majors[^1], new TestHost(), CancellationToken.None);
        await RunAsync(idle, "postgres", "ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()", "CREATE DATABASE farm");
        await RunAsync(idle, "farm", "CREATE TABLE lots (id serial PRIMARY KEY, name text)", "INSERT INTO lots (name) SELECT md5(i::text) FROM generate_series(1, 5000) i",
            "CREATE VIEW named AS SELECT name FROM lots");
        var connection = new NpgsqlConnectionStringBuilder(idle.Connection.ConnectionString) { Database = "farm" }.ConnectionString;
        var yaml = Path.Combine(project.Folder, "dbsafety.yaml");
        await File.WriteAllTextAsync(yaml, (await File.ReadAllTextAsync(yaml)).Replace("connectionVariable: TEST_DATABASE", $"connection: \"{connection}\"", StringComparison.Ordinal));
        project.With("0001_a", "UPDATE lots SET name = name || 'x'; ALTER TABLE lots ALTER id TYPE bigint", "TRUNCATE lots")
            .With("0002_b", "CREATE INDEX CONCURRENTLY i ON lots (name)", "DROP INDEX i").With("0003_c", "DROP TABLE lots CASCADE");
        // Hint bits are written by whoever reads a row first: all of them are there after this.
        await RunAsync(idle, "farm", "VACUUM FREEZE", "SELECT count(*) FROM lots", "CHECKPOINT");
        await project.RehearseAsync(options => options.Shadow = project.Database.ConnectionString);
        await RunAsync(idle, "farm", "CHECKPOINT");

        var before = await PositionAsync(idle);
        Assert.Equal(3, (await project.RehearseAsync(options => options.Shadow = project.Database.ConnectionString)).Count);
        Assert.Equal(before, await PositionAsync(idle));
    }

    private static async Task<string> PositionAsync(SandboxServer server)
    {
        await using var connection = new NpgsqlConnection(server.Connection.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_current_wal_insert_lsn()::text", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(SandboxServer server, string database, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
