using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class GuardTests
{
    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_change_behind_which_a_session_waits_too_long_is_stopped_and_leaves_nothing(int major)
    {
        await using var project = await TestProject.CreateAsync(major, "CREATE TABLE a (x int)", Policy("waitingTime: 300ms, showQueries: true", attempts: 1));
        project.With("0001_a", "CREATE TABLE b ();\nALTER TABLE a ADD y int;\nSELECT pg_sleep(600);");
        var migrate = Task.Run(() => project.MigrateFailsAsync());
        await using var waiter = await WaitBehindAsync(project.Database, migrate);

        var error = await migrate;
        Assert.Equal(("GuardLimitReached", ExitCode.LimitReached, 3), (error.Id, error.ExitCode, error.Line));
        Assert.Contains(error.Detail, line => line.Contains("shop", StringComparison.Ordinal) && line.Contains("AccessShareLock on a: SELECT x FROM a", StringComparison.Ordinal));
        Assert.Equal(0, await waiter.RowsAsync());
        Assert.False(await project.ExistsAsync("b"));
        Assert.DoesNotContain("applied:0001_a", await project.JournalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_stopped_is_tried_again_as_a_whole()
    {
        // A sequence keeps what a rolled back attempt took from it.
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int); CREATE SEQUENCE attempts", policy: Policy("waitingTime: 300ms", attempts: 5));
        project.With("0001_a", "ALTER TABLE a ADD y int;\nSELECT pg_sleep(CASE WHEN nextval('attempts') = 1 THEN 600 ELSE 0 END);");
        var migrate = Task.Run(() => project.MigrateAsync());
        await using var waiter = await WaitBehindAsync(project.Database, migrate);

        var item = Assert.Single((await migrate).Migrations);
        Assert.Contains(item.Notices, notice => notice.Contains("attempt 1 was stopped by the guard", StringComparison.Ordinal) && !notice.Contains("SELECT x", StringComparison.Ordinal));
        Assert.Equal(0, await waiter.RowsAsync());
        Assert.Equal(2, await project.Database.ScalarAsync<long>("SELECT last_value FROM attempts"));
        Assert.Equal(1, await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname = 'y'"));
    }

    [Fact]
    public async Task A_cancel_that_finds_the_session_between_two_statements_is_sent_again()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE a (x int)");
        await using var guard = await Guard.StartAsync(database.Sessions, new GuardPolicy { WaitingSessions = 1 }, new TestHost(), default);
        await using var change = await database.OpenAsync();
        await using var attempt = Guard.Begin(guard, change.ProcessID, new ScriptHeader());
        await ExecuteAsync(change, "BEGIN; LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
        await using var waiter = new Waiter(await database.OpenAsync(), "SELECT x FROM a");
        while (attempt.Trip is null)
            await Task.Yield();

        var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(change, "SELECT pg_sleep(600)"));
        Assert.Equal("57014", error.SqlState);
        await attempt.DisposeAsync();
        await ExecuteAsync(change, "ROLLBACK");
        Assert.Equal(0, await waiter.RowsAsync());
    }

    [Fact]
    public async Task Sessions_that_wait_behind_one_another_are_counted()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int); CREATE TABLE c (x int)", policy: Policy("waitingSessions: 2, waitingTime: 10min", attempts: 1));
        project.With("0001_a", "ALTER TABLE a ADD y int;\nSELECT pg_sleep(600);");
        var migrate = Task.Run(() => project.MigrateFailsAsync());
        // The first holds a lock of its own while it waits behind the change; the second waits for that one only.
        await using var first = await WaitBehindAsync(project.Database, migrate, "BEGIN; LOCK TABLE c IN ACCESS EXCLUSIVE MODE; SELECT x FROM a; COMMIT");
        while (!migrate.IsCompleted && await project.Database.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'a'::regclass AND NOT granted)"))
            await Task.Yield();
        await using var second = new Waiter(await project.Database.OpenAsync(), "SELECT x FROM c");

        var error = await migrate;
        Assert.Equal("GuardLimitReached", error.Id);
        Assert.Contains("2 sessions waited", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Detail, line => line.Contains("AccessShareLock on c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_concurrent_index_that_is_stopped_leaves_no_invalid_one()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int)", policy: Policy("waitingTime: 300ms", attempts: 1));
        project.With("0001_a", "CREATE INDEX CONCURRENTLY i ON a (x);");
        // An open transaction that has written makes it wait; an ALTER TABLE then waits behind it.
        await using var writer = await project.Database.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("INSERT INTO a VALUES (1)", writer))
            await insert.ExecuteNonQueryAsync();
        var migrate = Task.Run(() => project.MigrateFailsAsync());
        await using var waiter = await WaitBehindAsync(project.Database, migrate, "ALTER TABLE a SET (fillfactor = 90)", "ShareUpdateExclusiveLock");

        // The guard's work is done when the ALTER TABLE is through; to drop what is left, the open transaction has to end.
        await waiter.RowsAsync();
        await transaction.RollbackAsync();
        Assert.Equal("GuardLimitReached", (await migrate).Id);
        Assert.Equal(0, await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indrelid = 'a'::regclass"));
    }

    [Fact]
    public async Task A_rollback_is_watched_too()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int)", policy: Policy("waitingTime: 300ms", attempts: 1));
        project.With("0001_a", "ALTER TABLE a ADD y int", "ALTER TABLE a DROP y;\nSELECT pg_sleep(600);");
        await project.MigrateAsync();
        var undo = Task.Run(() => project.UndoFailsAsync(options => options.Last = 1));
        await using var waiter = await WaitBehindAsync(project.Database, undo);

        Assert.Contains("the guard stopped it", (await undo).Message, StringComparison.Ordinal);
        Assert.Equal(0, await waiter.RowsAsync());
        Assert.Equal(Core.Results.MigrationState.Applied, (await project.StatusAsync("0001_a")).State);
    }

    private static string Policy(string guard, int attempts) => TestProject.Relaxed.Replace("limits: { lockTimeout: 50ms, lockAttempts: 2,",
        $"limits: {{ guard: {{ {guard} }}, statementTimeout: none, lockTimeout: 5s, lockAttempts: {attempts},", StringComparison.Ordinal);

    /// <summary>Waits until the change holds its lock on table a, then gets in line behind it.</summary>
    private static async Task<Waiter> WaitBehindAsync(TestDatabase database, Task change, string sql = "SELECT x FROM a", string mode = "AccessExclusiveLock")
    {
        while (!change.IsCompleted
            && await database.ScalarAsync<bool>($"SELECT NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'a'::regclass AND mode = '{mode}' AND granted)"))
            await Task.Yield();
        var connection = new NpgsqlConnection(database.ConnectionString + ";Application Name=shop;Command Timeout=0");
        await connection.OpenAsync();
        return new Waiter(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Waiter : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private readonly Task<long> _rows;

        public Waiter(NpgsqlConnection connection, string sql)
        {
            _connection = connection;
            _rows = CountAsync(sql);
        }

        public Task<long> RowsAsync() => _rows;

        public async ValueTask DisposeAsync()
        {
            await _rows;
            await _connection.DisposeAsync();
        }

        private async Task<long> CountAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, _connection);
            await using var reader = await command.ExecuteReaderAsync();
            long rows = 0;
            while (await reader.ReadAsync())
                rows++;
            return rows;
        }
    }
}
