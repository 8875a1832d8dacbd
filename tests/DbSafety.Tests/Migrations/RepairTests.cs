using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Sql;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>What a repair says and does after a process was killed: the journal is left as such a process leaves it.</summary>
public sealed class RepairTests
{
    private const string Script = "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);\nCREATE TABLE b ();";
    private const string Rollback = "DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b";

    [Theory]
    [InlineData("SELECT 1", StatementState.NotApplied, MigrationState.Partial)]
    [InlineData("CREATE INDEX i ON a (x)", StatementState.Applied, MigrationState.Partial)]
    [InlineData("CREATE INDEX i ON a (x); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass", StatementState.Debris, MigrationState.Partial)]
    public async Task Each_statement_is_told_as_the_catalog_shows_it(string left, StatementState index, MigrationState state)
    {
        await using var project = await KilledAsync("CREATE TABLE a (x int); " + left);
        var repair = await RepairAsync(project);
        Assert.Equal((state, RepairAction.None), (repair.State, repair.Done));
        Assert.Equal([StatementState.Applied, index, StatementState.NotApplied], repair.Statements.Select(statement => statement.State));
        Assert.Contains("dbsafety repair 0001_a --finish (applies the rest)", repair.Choices);
        await project.StatusAsync();
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("dbsafety repair 0001_a", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Debris_is_taken_away_and_the_rest_is_applied(int major)
    {
        await using var project = await KilledAsync("CREATE TABLE a (x int); CREATE INDEX i ON a (x); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass", major);
        var cleaned = await RepairAsync(project, options => options.CleanUp = true);
        Assert.Equal((RepairAction.CleanedUp, StatementState.NotApplied), (cleaned.Done, cleaned.Statements[1].State));
        Assert.False(await project.ExistsAsync("i"));
        Assert.Contains("cleaned_up:0001_a", await project.JournalAsync(), StringComparison.Ordinal);

        var finished = await RepairAsync(project, options => options.Finish = true);
        Assert.Equal((MigrationState.Applied, RepairAction.Finished), (finished.State, finished.Done));
        Assert.True(await project.Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"));
        Assert.True(await project.ExistsAsync("b"));
        Assert.Empty((await project.RunAsync(new RepairSafeMigrationOptions())).ResultsOf<MigrationRepair>());
    }

    [Fact]
    public async Task What_would_put_it_right_is_written_down_and_serves()
    {
        await using var project = await KilledAsync("CREATE TABLE a (x int); CREATE INDEX i ON a (x); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        var journal = await project.JournalAsync();
        var cleanUp = await ScriptAsync(options => options.CleanUp = true);
        var finish = await ScriptAsync(options => options.Finish = true);
        var rollBack = await ScriptAsync(options => options.RollBack = true);
        Assert.Contains("Without --finish", await ScriptAsync(_ => { }), StringComparison.Ordinal);
        Assert.Equal(journal, await project.JournalAsync());
        Assert.True(await project.ExistsAsync("i"));

        Assert.DoesNotContain("CREATE TABLE b", cleanUp, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE TABLE a", finish, StringComparison.Ordinal);
        foreach (var statement in SqlScript.Parse(finish).Statements)
            await project.Database.ExecuteAsync(statement.Text);
        Assert.True(await project.Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"));
        Assert.True(await project.ExistsAsync("b"));

        // What is done by hand is in no journal: the same command says so when it looks again.
        Assert.Contains("done by the earlier attempt", await ScriptAsync(options => options.Finish = true), StringComparison.Ordinal);
        foreach (var statement in SqlScript.Parse(rollBack).Statements)
            await project.Database.ExecuteAsync(statement.Text);
        Assert.False(await project.ExistsAsync("a"));

        async Task<string> ScriptAsync(Action<RepairSafeMigrationOptions> configure)
        {
            var options = new RepairSafeMigrationOptions { OutputScript = true };
            configure(options);
            return Assert.Single((await project.RunAsync(options)).ResultsOf<TextDocument>()).Text;
        }
    }

    [Fact]
    public async Task What_is_there_is_taken_back()
    {
        await using var project = await KilledAsync("CREATE TABLE a (x int)");
        var repair = await RepairAsync(project, options => options.RollBack = true);
        Assert.Equal((MigrationState.Pending, RepairAction.RolledBack), (repair.State, repair.Done));
        Assert.False(await project.ExistsAsync("a"));
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task An_index_without_a_name_is_known_by_what_was_there_before()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int); CREATE INDEX old ON a (x)");
        project.With("0001_a", "CREATE INDEX CONCURRENTLY ON a (x);\nSELECT 1;", "SELECT 1");
        var before = await project.Database.ScalarAsync<uint>("SELECT pg_relation_filenode('old')::oid");
        await CutOffAsync(project, "", (JournalEvent.MigrationStarted, 1, null), (JournalEvent.StepStarted, 1, before));
        Assert.Equal(StatementState.NotApplied, (await RepairAsync(project)).Statements[0].State);
        await project.Database.ExecuteAsync("CREATE INDEX ON a (x)");
        Assert.Equal(StatementState.Applied, (await RepairAsync(project)).Statements[0].State);
    }

    [SkippableTheory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_partition_that_is_half_detached_is_detached(int major)
    {
        Skip.If(major < 14, "DETACH PARTITION CONCURRENTLY came with PostgreSQL 14");
        await using var project = await TestProject.CreateAsync(major, "CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)");
        project.With("0001_a", "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;\nSELECT 1;", "SELECT 1");
        await CutOffAsync(project, "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'p1'::regclass", (JournalEvent.MigrationStarted, 1, null), (JournalEvent.StepStarted, 1, null));
        Assert.Contains("half detached", (await RepairAsync(project)).Statements[0].Detail, StringComparison.Ordinal);

        Assert.Equal(MigrationState.Applied, (await RepairAsync(project, options => options.Finish = true)).State);
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_inherits WHERE inhrelid = 'p1'::regclass"));
    }

    [Fact]
    public async Task A_session_of_the_dead_run_is_named_and_ended()
    {
        await using var project = await KilledAsync("CREATE TABLE a (x int)");
        await using var dead = await project.Database.Sessions.OpenAsync("migrate", default);
        var refused = await Assert.ThrowsAsync<DbSafetyException>(() => RepairAsync(project, options => options.Finish = true));
        Assert.Equal(("StillRunning", ExitCode.LockBusy), (refused.Id, refused.ExitCode));
        Assert.Contains($"server process {dead.ProcessID}", refused.Message, StringComparison.Ordinal);

        var repair = await RepairAsync(project, options => options.CleanUp = true);
        Assert.Empty(repair.Sessions);
        Assert.Equal(0L, await project.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE pid = {dead.ProcessID}"));
    }

    [Fact]
    public async Task Two_ways_at_once_and_a_migration_that_is_not_unfinished_are_refused()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT 1");
        await project.MigrateAsync();
        Assert.Equal("RepairNotChosen", (await Assert.ThrowsAsync<DbSafetyException>(() => project.RunAsync(new RepairSafeMigrationOptions { Finish = true, CleanUp = true }))).Id);
        Assert.Equal("MigrationNotUnfinished", (await Assert.ThrowsAsync<DbSafetyException>(() => project.RunAsync(new RepairSafeMigrationOptions { Id = "0001_a" }))).Id);
    }

    private static async Task<MigrationRepair> RepairAsync(TestProject project, Action<RepairSafeMigrationOptions>? configure = null)
    {
        var options = new RepairSafeMigrationOptions();
        configure?.Invoke(options);
        return Assert.Single((await project.RunAsync(options)).ResultsOf<MigrationRepair>());
    }

    private static async Task<TestProject> KilledAsync(string done, int major = 18)
    {
        var project = await TestProject.CreateAsync(major);
        project.With("0001_a", Script, Rollback);
        await CutOffAsync(project, done, (JournalEvent.MigrationStarted, 1, null), (JournalEvent.StepDone, 1, null), (JournalEvent.StepStarted, 2, null));
        return project;
    }

    private static async Task CutOffAsync(TestProject project, string done, params (JournalEvent What, int Step, uint? Before)[] rows)
    {
        if (done.Length > 0)
            await project.Database.ExecuteAsync(done);
        await using var session = await project.Database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        var writer = new JournalWriter(new Infrastructure.TestHost());
        await writer.AppendAsync(session, new JournalEntry("killed", JournalEvent.RunStarted), default);
        foreach (var (what, step, before) in rows)
        {
            var entry = new JournalEntry("killed", what) { Migration = "0001_a", Step = step };
            if (before is { } file)
                entry.Detail["indexes_before"] = new System.Text.Json.Nodes.JsonArray(file);
            await writer.AppendAsync(session, entry, default);
        }
    }
}
