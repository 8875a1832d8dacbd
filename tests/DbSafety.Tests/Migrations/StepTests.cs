using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>Steps outside transactions, locks, and what is left when something is cut off.</summary>
public sealed class StepTests
{
    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Statements_that_cannot_run_in_a_transaction_are_steps_of_their_own_in_source_order(int major)
    {
        await using var project = await TestProject.CreateAsync(major, "CREATE TABLE a (x int)");
        project.With("0001_a", "ALTER TABLE a ADD y int;\nCREATE INDEX CONCURRENTLY i ON a (y);\nCOMMENT ON INDEX i IS 'made before';\nVACUUM a;");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Equal((4, 4), (item.Statements, item.Transactions));
        Assert.Equal("run_started migration_started:0001_a#1 step_done:0001_a#1 step_started:0001_a#2 step_done:0001_a#2 step_done:0001_a#3 step_started:0001_a#4 applied:0001_a run_finished",
            await project.JournalAsync());
    }

    [Fact]
    public async Task A_block_that_commits_in_between_is_a_step_of_its_own_in_life_and_in_the_rehearsal()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int);\nDO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO a VALUES (i); COMMIT; END LOOP; END $$;", "DROP TABLE a");
        Assert.Equal(RehearsalVerdict.Exact, Assert.Single((await project.RunAsync(new TestSafeMigrationOptions())).ResultsOf<MigrationRehearsal>()).Certificate.Verdict);
        Assert.Equal((2, 2), (await project.MigrateAsync()).Migrations.Select(item => (item.Statements, item.Transactions)).Single());
        Assert.Equal(3L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a"));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_failed_concurrent_index_is_dropped_and_the_steps_before_it_are_taken_back(int major)
    {
        await using var project = await TestProject.CreateAsync(major, "CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1)");
        project.With("0001_a", "ALTER TABLE a ADD y int;\nCREATE UNIQUE INDEX CONCURRENTLY i ON a (x);", "ALTER TABLE a DROP y");
        var error = await project.MigrateFailsAsync();

        Assert.Equal(("MigrationFailed", ExitCode.FailedRolledBack, "23505", 2), (error.Id, error.ExitCode, error.SqlState, error.Line));
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
        Assert.Equal(1L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attrelid = 'a'::regclass AND attnum > 0 AND NOT attisdropped"));
        Assert.EndsWith("rolled_back:0001_a failed:0001_a run_finished", await project.JournalAsync(), StringComparison.Ordinal);
        Assert.Equal(MigrationState.Failed, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task An_invalid_index_of_an_earlier_attempt_is_dropped_first()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1)");
        await Assert.ThrowsAsync<PostgresException>(() => project.Database.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY i ON a (x)"));
        await project.Database.ExecuteAsync("DELETE FROM a");
        project.With("0001_a", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (x)", "DROP INDEX i");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);

        Assert.Contains(item.Notices, notice => notice.Contains("invalid index public.i", StringComparison.Ordinal));
        Assert.True(await project.Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"));
    }

    [Fact]
    public async Task An_unfinished_migration_is_unknown_and_goes_on_at_the_first_step_that_is_not_done()
    {
        await using var project = await TestProject.CreateAsync(policy: TestProject.Relaxed + "\n    rollback: { required: false }");
        project.With("0001_a", "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);\nALTER TABLE a ADD y nonsense;", rollback: null);
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("MigrationUnfinished", ExitCode.RollbackFailed), (error.Id, error.ExitCode));
        var status = await project.StatusAsync("0001_a");
        Assert.Equal(MigrationState.Unknown, status.State);
        Assert.Contains("steps 1, 2 are done", status.Detail, StringComparison.Ordinal);

        // The file may not change under what is done; the missing type is made instead.
        await project.Database.ExecuteAsync("CREATE DOMAIN nonsense AS int");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Contains("from step 3", item.Detail, StringComparison.Ordinal);
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task An_unfinished_migration_whose_file_changed_is_refused_and_can_be_rolled_back()
    {
        await using var project = await TestProject.CreateAsync(policy: TestProject.Relaxed + "\n    rollback: { required: false }");
        project.With("0001_a", "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);\nSELECT 1/0;", rollback: null);
        await project.MigrateFailsAsync();
        project.With("0001_a", "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);\nSELECT 1;", "DROP TABLE a");

        Assert.Equal(("UnfinishedMigrationChanged", ExitCode.StateUnknown), (await project.MigrateFailsAsync()) is var error ? (error.Id, error.ExitCode) : default);
        await project.UndoAsync(options => options.Id = "0001_a");
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0001_a")).State);
        Assert.Single((await project.MigrateAsync()).Migrations);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Locks_that_are_not_got_end_at_the_limit_and_name_who_is_in_the_way(int major)
    {
        await using var project = await TestProject.CreateAsync(major, "CREATE TABLE a (x int)");
        project.With("0001_a", "CREATE TABLE b ();\nALTER TABLE a ADD y int");
        await using var blocker = new NpgsqlConnection(project.Database.ConnectionString + ";Application Name=report");
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT * FROM a", blocker))
            await command.ExecuteNonQueryAsync();

        var error = await project.MigrateFailsAsync();
        Assert.Equal(("LockLimitReached", ExitCode.LimitReached, 2), (error.Id, error.ExitCode, error.Line));
        Assert.Contains("2 attempts", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Detail, line => line.Contains("report", StringComparison.Ordinal) && line.Contains("AccessShareLock", StringComparison.Ordinal));
        Assert.False(await project.ExistsAsync("b"));
        await transaction.RollbackAsync();
        Assert.Single((await project.MigrateAsync()).Migrations);
    }

    [Fact]
    public async Task A_transaction_that_gets_its_lock_later_is_tried_again_as_a_whole()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int)",
            policy: TestProject.Relaxed.Replace("lockAttempts: 2", "lockAttempts: 1000", StringComparison.Ordinal));
        project.With("0001_a", "CREATE TABLE b ();\nALTER TABLE a ADD y int");
        await using var blocker = await project.Database.OpenAsync();
        var transaction = await blocker.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT * FROM a", blocker))
            await command.ExecuteNonQueryAsync();
        var migrate = Task.Run(() => project.MigrateAsync());
        while (!project.Host.Messages.Any(message => message.Contains("Trying again", StringComparison.Ordinal)) && !migrate.IsCompleted)
            await Task.Yield();
        await transaction.RollbackAsync();

        Assert.Contains((await migrate).Migrations[0].Notices, notice => notice.Contains("got no lock", StringComparison.Ordinal));
        Assert.True(await project.ExistsAsync("b"));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_connection_that_is_lost_in_a_migration_leaves_nothing_of_it(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        project.With("0001_a", "CREATE TABLE a ()").With("0002_b", "CREATE TABLE b ();\nSELECT pg_terminate_backend(pg_backend_pid());\nCREATE TABLE c ()");
        var error = await project.MigrateFailsAsync();

        Assert.Equal(ExitCode.Connection, error.ExitCode);
        Assert.Contains("nothing of it remains", error.State, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal("run_started applied:0001_a failed:0002_b run_finished", await project.JournalAsync());
        project.Write("migrations", "0002_b", "CREATE TABLE b ()");
        Assert.Single((await project.MigrateAsync()).Migrations);
    }

    [Fact]
    public async Task A_run_whose_lock_session_dies_commits_nothing_more()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ();\nSELECT pg_terminate_backend(pid, 10000) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()");
        var error = await project.MigrateFailsAsync();
        Assert.Equal("RunLockLost", error.Id);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_cancelled_run_says_what_is_there()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()").With("0002_b", "CREATE TABLE b ();\nSELECT pg_sleep(600)");
        using var cancel = new CancellationTokenSource();
        var migrate = Task.Run(() => project.RunAsync(new InvokeSafeMigrationOptions(), cancel.Token));
        while (await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active'") == 0 && !migrate.IsCompleted)
            await Task.Yield();
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAsync<DbSafetyException>(() => migrate);
        Assert.Equal((ErrorKind.Cancelled, ExitCode.Cancelled), (error.Kind, error.ExitCode));
        Assert.True(await project.ExistsAsync("a"));
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal(MigrationState.Failed, (await project.StatusAsync("0002_b")).State);
    }

    [Fact]
    public async Task Of_two_runners_at_once_exactly_one_applies()
    {
        await using var project = await TestProject.CreateAsync(policy: TestProject.Relaxed.Replace("runLockWait: 1ms", "runLockWait: 1min", StringComparison.Ordinal));
        project.With("0001_a", "CREATE TABLE a ();\nSELECT pg_sleep(0.2)").With("0002_b", "CREATE TABLE b ()");
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => project.RunAsync(new InvokeSafeMigrationOptions()))));

        Assert.Equal([0, 0, 0, 2], runs.Select(host => host.ResultsOf<MigrationRun>().Single().Migrations.Count).Order());
        Assert.Equal("run_started applied:0001_a applied:0002_b run_finished", await project.JournalAsync());
    }

    [Fact]
    public async Task A_deferred_constraint_that_fails_at_the_commit_leaves_nothing()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        project.With("0001_a", "CREATE TABLE b ();\nINSERT INTO a VALUES (1);");
        var error = await project.MigrateFailsAsync();
        Assert.Equal("23503", error.SqlState);
        Assert.Contains("committed", error.Message, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal("run_started failed:0001_a run_finished", await project.JournalAsync());
    }
}
