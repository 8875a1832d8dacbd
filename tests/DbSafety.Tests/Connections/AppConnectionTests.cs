using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Connections;

public sealed class AppConnectionTests
{
    [Fact]
    public async Task A_session_is_listed_with_who_it_is_and_what_it_does()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = await ApplicationAsync(database.ConnectionString, "shop");
        await ExecuteAsync(app, "BEGIN; SELECT 'O''Hara', 4711 /* for them */");
        var connection = Assert.Single(await ListAsync(database.ConnectionString, new() { Application = ["sh*"], Redact = true }));
        Assert.Equal((app.ProcessID, database.Name, "shop", "idle in transaction"), (connection.ProcessId, connection.Database, connection.Application, connection.State));
        Assert.Equal("SELECT ?, ?", connection.Query);
        Assert.NotNull(connection.TransactionStart);
        Assert.Empty(await ListAsync(database.ConnectionString, new() { State = ["active"] }));
        Assert.Empty(await ListAsync(database.ConnectionString, new() { IdleFor = TimeSpan.FromHours(1) }));
        Assert.Single(await ListAsync(database.ConnectionString, new() { IdleFor = TimeSpan.Zero }));
        Assert.Empty(await ListAsync(database.ConnectionString, new() { Role = ["nobody"] }));
    }

    [Fact]
    public async Task Who_waits_is_listed_with_whom_it_waits_for()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (i int)");
        await using var blocker = await ApplicationAsync(database.ConnectionString, "blocker");
        await using var waiter = await ApplicationAsync(database.ConnectionString, "waiter");
        await using var bystander = await ApplicationAsync(database.ConnectionString, "bystander");
        await ExecuteAsync(blocker, "BEGIN; LOCK TABLE t");
        var waiting = ExecuteAsync(waiter, "SELECT * FROM t");
        await WaitAsync(database, $"SELECT cardinality(pg_blocking_pids({waiter.ProcessID})) > 0");
        var found = await ListAsync(database.ConnectionString, new() { Blocked = true });
        Assert.Equal(["blocker", "waiter"], found.Select(connection => connection.Application).Order());
        Assert.Equal([blocker.ProcessID], found.Single(connection => connection.Application == "waiter").BlockedBy);
        await ExecuteAsync(blocker, "ROLLBACK");
        await waiting;
    }

    [Fact]
    public async Task A_role_without_rights_sees_who_is_there_and_is_told_what_it_does_not_see()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(database);
        await using var app = await ApplicationAsync(database.ConnectionString, "shop");
        var host = await RunAsync(role.Connection.ConnectionString, new GetAppConnectionOptions());
        var connection = Assert.Single(host.ResultsOf<AppConnection>());
        Assert.Null(connection.State);
        Assert.Null(connection.Query);
        Assert.Contains($"GRANT pg_read_all_stats TO {role.Name}", Assert.Single(host.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_ended_and_one_that_took_its_number_is_spared()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = await ApplicationAsync(database.ConnectionString, "shop");
        var connection = Assert.Single(await ListAsync(database.ConnectionString, new()));
        var other = await StopAsync(database.ConnectionString, new() { ProcessId = [app.ProcessID], ConnectedAt = connection.ConnectedAt!.Value.AddSeconds(-1) });
        Assert.Equal(ConnectionFate.Gone, Assert.Single(other).Fate);
        var ended = await StopAsync(database.ConnectionString, new() { ProcessId = [app.ProcessID], ConnectedAt = connection.ConnectedAt });
        Assert.Equal(ConnectionFate.Ended, Assert.Single(ended).Fate);
        Assert.Empty(await ListAsync(database.ConnectionString, new()));
        Assert.Equal(ConnectionFate.Gone, Assert.Single(await StopAsync(database.ConnectionString, new() { ProcessId = [app.ProcessID] })).Fate);
    }

    [Fact]
    public async Task A_query_is_cancelled_and_its_session_lives()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = await ApplicationAsync(database.ConnectionString, "shop");
        var working = Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, "SELECT pg_sleep(600)"));
        await WaitAsync(database, $"SELECT state = 'active' FROM pg_stat_activity WHERE pid = {app.ProcessID}");
        Assert.Equal(ConnectionFate.Cancelled, Assert.Single(await StopAsync(database.ConnectionString, new() { Application = ["shop"], CancelQuery = true })).Fate);
        Assert.Equal("57014", (await working).SqlState);
        await ExecuteAsync(app, "SELECT 1");
    }

    [Fact]
    public async Task A_session_that_the_role_may_not_end_is_named_and_lives()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(database);
        await using var app = await ApplicationAsync(database.ConnectionString, "shop");
        Assert.Equal(ConnectionFate.NotAllowed, Assert.Single(await StopAsync(role.Connection.ConnectionString, new() { Application = ["shop"] })).Fate);
        await ExecuteAsync(app, "SELECT 1");
    }

    [Fact]
    public async Task To_stop_nobody_in_particular_is_refused() =>
        Assert.Equal("ConnectionNotNamed", (await Assert.ThrowsAsync<DbSafetyException>(() => StopAsync("Host=127.0.0.1;Port=1", new()))).Id);

    [Fact]
    public async Task Nobody_is_stopped_without_a_confirmation()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = await ApplicationAsync(database.ConnectionString, "shop");
        var host = new TestHost { Confirms = false };
        await new OperationRunner().RunAsync(new StopAppConnectionOptions { Connection = database.ConnectionString, Application = ["shop"] }, host, default);
        Assert.Empty(host.Results);
        Assert.Contains("shop", Assert.Single(Assert.Single(host.Confirmations).Detail!), StringComparison.Ordinal);
        await ExecuteAsync(app, "SELECT 1");
    }

    private static async Task<NpgsqlConnection> ApplicationAsync(string connectionString, string name)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = name, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task WaitAsync(TestDatabase database, string condition)
    {
        while (!await database.ScalarAsync<bool>(condition))
            await Task.Yield();
    }

    private static async Task<IReadOnlyList<AppConnection>> ListAsync(string connection, GetAppConnectionOptions options) =>
        (await RunAsync(connection, options)).ResultsOf<AppConnection>();

    private static async Task<IReadOnlyList<StoppedConnection>> StopAsync(string connection, StopAppConnectionOptions options) =>
        (await RunAsync(connection, options)).ResultsOf<StoppedConnection>();

    private static async Task<TestHost> RunAsync(string connection, DatabaseOptions options)
    {
        var host = new TestHost { WorkingDirectory = Path.GetTempPath() };
        options.Connection = connection;
        await new OperationRunner().RunAsync(options, host, default);
        return host;
    }
}
