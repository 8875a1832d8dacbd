using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>What the next command says and does after a process was killed: the journal is left as such a process leaves it.</summary>
public sealed class CrashTests
{
    private const string Script = "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);\nCREATE TABLE b ();";

    [Theory]
    [InlineData("CREATE INDEX i ON a (x)")]
    [InlineData("SELECT 1")]
    public async Task A_concurrent_index_whose_end_is_not_known_is_looked_for_in_the_catalog(string done)
    {
        await using var project = await KilledAsync("CREATE TABLE a (x int); " + done, JournalEvent.MigrationStarted, (JournalEvent.StepDone, 1), (JournalEvent.StepStarted, 2));
        var status = await project.StatusAsync("0001_a");
        Assert.Equal(MigrationState.Unknown, status.State);
        Assert.Contains("of step 2", status.Detail, StringComparison.Ordinal);

        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Equal(done != "SELECT 1", item.Notices.Any(notice => notice.Contains("was done by the earlier attempt", StringComparison.Ordinal)));
        Assert.True(await project.Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"));
        Assert.True(await project.ExistsAsync("b"));
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task A_process_that_is_killed_before_its_first_commit_has_done_nothing()
    {
        await using var project = await KilledAsync("SELECT 1", JournalEvent.MigrationStarted);
        Assert.Equal(MigrationState.Unknown, (await project.StatusAsync("0001_a")).State);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("did not come to its end", StringComparison.Ordinal));
        Assert.Single((await project.MigrateAsync()).Migrations);
    }

    [Fact]
    public async Task A_statement_whose_end_cannot_be_told_is_not_run_again()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "-- dbsafety: no-transaction\nDO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; END $$", "DELETE FROM a");
        await KillAsync(project, "CREATE TABLE a (x int)", JournalEvent.MigrationStarted, (JournalEvent.StepStarted, 1));
        var error = await project.MigrateFailsAsync();

        Assert.Equal(("StepUncertain", ExitCode.StateUnknown), (error.Id, error.ExitCode));
        Assert.Contains("dbsafety rollback 0001_a", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a"));
        await project.UndoAsync(options => options.Id = "0001_a");
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task An_unfinished_rollback_is_finished_before_anything_is_applied()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int); CREATE TABLE b ()", "DROP TABLE b;\nVACUUM a;\nDROP TABLE a;");
        await project.MigrateAsync();
        project.Write("rollback", "0001_a", "DROP TABLE b;\nVACUUM a;\nDROP TABLE a;\nDROP TABLE nowhere;");
        Assert.Equal("RollbackFailed", (await project.UndoFailsAsync(options => options.Last = 1)).Id);
        Assert.Equal(MigrationState.Unknown, (await project.StatusAsync("0001_a")).State);
        Assert.Equal("RollbackUnfinished", (await project.MigrateFailsAsync()).Id);

        await project.Database.ExecuteAsync("CREATE TABLE nowhere ()");
        await project.UndoAsync(options => options.Last = 1);
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0001_a")).State);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_connection_that_is_lost_at_the_commit_is_asked_about(int major)
    {
        await using var project = await TestProject.CreateAsync(major, """
            CREATE TABLE t (x int);
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();
            """);
        project.With("0001_a", "CREATE TABLE a ();\nINSERT INTO t VALUES (1);");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(ExitCode.Connection, error.ExitCode);
        Assert.Contains("nothing of it remains", error.State, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task While_a_run_is_under_way_the_status_says_so()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT 1");
        await using var held = await RunLock.AcquireAsync(project.Database.Sessions, new TestHost(), TimeSpan.Zero, default);
        await project.StatusAsync();
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("under way", StringComparison.Ordinal));
        Assert.Equal(ExitCode.LockBusy, (await project.MigrateFailsAsync()).ExitCode);
    }

    private static async Task<TestProject> KilledAsync(string done, JournalEvent first, params (JournalEvent What, int Step)[] rest)
    {
        var project = await TestProject.CreateAsync();
        project.With("0001_a", Script, "DROP TABLE a");
        await KillAsync(project, done, first, rest);
        return project;
    }

    private static async Task KillAsync(TestProject project, string done, JournalEvent first, params (JournalEvent What, int Step)[] rest)
    {
        await project.Database.ExecuteAsync(done);
        await using var session = await project.Database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        var writer = new JournalWriter(new TestHost());
        await writer.AppendAsync(session, new JournalEntry("killed", JournalEvent.RunStarted), default);
        await writer.AppendAsync(session, new JournalEntry("killed", first) { Migration = "0001_a", Step = 1 }, default);
        foreach (var (what, step) in rest)
            await writer.AppendAsync(session, new JournalEntry("killed", what) { Migration = "0001_a", Step = step }, default);
    }
}
