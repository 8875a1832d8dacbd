using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class MigrateTests
{
    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Pending_migrations_are_applied_in_order_in_the_five_steps(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        project.With("0001_a", "CREATE TABLE a (x int); INSERT INTO a VALUES (1)", verify: "SELECT count(*) = 1 FROM a")
            .With("0002_b", "ALTER TABLE a ADD y int", "ALTER TABLE a DROP y");
        var run = await project.MigrateAsync(options => options.Reason = "because");

        Assert.Equal(MigrationOutcome.Succeeded, run.Outcome);
        Assert.Equal(["0001_a", "0002_b"], run.Migrations.Select(item => item.Id));
        Assert.Equal(2, run.Migrations[0].Statements);
        Assert.Equal(["Create backup", "Run migration", "Verify functionality", "Document changes", "Get approval"], run.Steps.Select(step => step.Name));
        Assert.Equal([StepState.Skipped, StepState.Succeeded, StepState.Succeeded, StepState.Succeeded, StepState.Skipped], run.Steps.Select(step => step.State));
        Assert.Equal("run_started applied:0001_a verified:0001_a applied:0002_b run_finished", await project.JournalAsync());
        Assert.All(await project.StatusAsync(), migration => Assert.Equal(MigrationState.Applied, migration.State));
        var log = await File.ReadAllLinesAsync(project.LogPath);
        Assert.Contains("0001_a", log[^2], StringComparison.Ordinal);
        Assert.Contains("because", log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_has_nothing_to_do()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)");
        await project.MigrateAsync();
        var run = await project.MigrateAsync();
        Assert.Equal(MigrationOutcome.NotRun, run.Outcome);
        Assert.Empty(run.Migrations);
    }

    [Fact]
    public async Task To_names_the_last_migration_to_apply()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()").With("0002_b", "CREATE TABLE b ()").With("0003_c", "CREATE TABLE c ()");
        Assert.Equal(["0001_a", "0002_b"], (await project.MigrateAsync(options => options.To = "0002_b")).Migrations.Select(item => item.Id));
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0003_c")).State);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_and_says_where_it_failed()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)").With("0002_b", "CREATE TABLE b ();\n\n  ALTER TABLE a ADD z nonsense;\n").With("0003_c", "CREATE TABLE c ()");
        var error = await project.MigrateFailsAsync();

        Assert.Equal(("MigrationFailed", ExitCode.FailedRolledBack, "42704"), (error.Id, error.ExitCode, error.SqlState));
        Assert.Equal((3, 23), (error.Line, error.Column));
        Assert.EndsWith("0002_b.sql", error.Script, StringComparison.Ordinal);
        Assert.Contains("nothing of it remains", error.State, StringComparison.Ordinal);
        Assert.True(await project.ExistsAsync("a"));
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal("run_started applied:0001_a failed:0002_b run_finished", await project.JournalAsync());
        Assert.Equal(MigrationState.Failed, (await project.StatusAsync("0002_b")).State);
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0003_c")).State);
        Assert.Contains("failed, rolled back", await File.ReadAllTextAsync(project.LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mended_migration_goes_on_where_the_run_had_stopped()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)").With("0002_b", "CREATE TABLE b (x nonsense)");
        await project.MigrateFailsAsync();
        project.Write("migrations", "0002_b", "CREATE TABLE b (x int)");
        Assert.Equal(["0002_b"], (await project.MigrateAsync()).Migrations.Select(item => item.Id));
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0002_b")).State);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_before_anything_is_run()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()").With("0002_b", "CREATE TABLE b (); COMMIT; CREATE TABLE c ()")
            .With("0003_c", "SELECT 'never closed").With("0004_d", "SELECT 1", rollback: null).With("0005_e", "\\connect other\nSELECT 1");
        var error = await project.MigrateFailsAsync();

        Assert.Equal("MigrationsRefused", error.Id);
        Assert.Equal(4, error.Detail.Count);
        Assert.Contains(error.Detail, line => line.Contains("TransactionControlRefused", StringComparison.Ordinal));
        Assert.Contains(error.Detail, line => line.Contains("RollbackMissing", StringComparison.Ordinal));
        Assert.False(await project.ExistsAsync("a"));
        Assert.False(await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'dbsafety')"));
    }

    [Fact]
    public async Task A_script_that_parts_its_runners_transaction_has_a_step_for_each_part()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE t (x int)");
        project.With("0001_a", "CREATE TABLE a ();\nCOMMIT;\nCREATE INDEX CONCURRENTLY i ON t (x);\nBEGIN;\nCREATE TABLE b ();\nCOMMIT;\nBEGIN;", "DROP TABLE a;\nCOMMIT;\nBEGIN;\nDROP TABLE b, t;\nCREATE TABLE t (x int)")
            .With("0002_c", "CREATE TABLE c ();\nCOMMIT;\nBEGIN;\nCREATE TABLE d ();\nSELECT 1/0;", "DROP TABLE c; DROP TABLE IF EXISTS d");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("MigrationFailed", 5), (error.Id, error.Line));
        Assert.Equal((true, true, false), (await project.ExistsAsync("b"), await project.ExistsAsync("i"), await project.ExistsAsync("c")));
        Assert.Contains("step_done:0001_a#2 applied:0001_a", await project.JournalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_at_the_end_that_nothing_began_changes_nothing()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ();\nCREATE TABLE b ();\ncommit;\n-- done\n");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Equal((2, 1), (item.Statements, item.Transactions));
    }

    [Fact]
    public async Task An_embedded_commit_is_refused()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ();\nCOMMIT;\nCREATE TABLE b ()");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("TransactionControlRefused", 2), (error.Id, error.Line));
    }

    [Fact]
    public async Task A_pair_of_begin_and_commit_around_the_whole_script_is_its_transaction()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "BEGIN;\nCREATE TABLE a ();\nCREATE TABLE b ();\nCOMMIT;\n");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Equal((2, 1), (item.Statements, item.Transactions));
    }

    [Fact]
    public async Task Each_pair_of_begin_and_commit_is_a_transaction_with_what_stands_before_it()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ();\nBEGIN;\nCREATE TABLE b ();\nCOMMIT;\nSTART TRANSACTION;\nCREATE TABLE c ();\nEND;\nCREATE TABLE d ();\nCREATE TABLE e ();")
            .With("0002_b", "CREATE TABLE f ();\nBEGIN;\nCREATE TABLE g ();\nCOMMIT;");
        Assert.Equal([(5, 3), (2, 1)], (await project.MigrateAsync()).Migrations.Select(item => (item.Statements, item.Transactions)));
    }

    [Fact]
    public async Task What_one_pair_has_committed_stays_when_the_next_one_fails_and_the_rollback_script_takes_it_back()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "BEGIN;\nCREATE TABLE a ();\nCOMMIT;\nBEGIN;\nCREATE TABLE b ();\nSELECT 1/0;\nCOMMIT;", "BEGIN;\nDROP TABLE a;\nCOMMIT;\nDROP TABLE IF EXISTS b;");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("MigrationFailed", 6), (error.Id, error.Line));
        Assert.False(await project.ExistsAsync("a"));
        Assert.False(await project.ExistsAsync("b"));
    }

    [Fact]
    public async Task A_template_is_refused_as_one()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int[] DEFAULT '{{1,2},{3,4}}'); -- {{ not }} one")
            .With("0002_b", "CREATE TABLE b ();\nCREATE TABLE {{.prefix}}blocks (id int);\nCREATE TABLE {{.prefix}}more (id int);");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("TemplateRefused", 2), (error.Id, error.Line));
    }

    [Theory]
    [InlineData("BEGIN;\nCREATE TABLE a ();", 1)]
    [InlineData("BEGIN;\nCREATE TABLE a ();\nBEGIN;\nCREATE TABLE b ();\nCOMMIT;\nCOMMIT;", 1)]
    [InlineData("CREATE TABLE a ();\nBEGIN;\nCREATE TABLE b ();\nROLLBACK;", 2)]
    [InlineData("CREATE TABLE a ();\nBEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE b ();\nCOMMIT;", 2)]
    public async Task Transaction_control_that_is_no_pair_is_refused(string up, int line)
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", up);
        var error = await project.MigrateFailsAsync();
        Assert.Equal(line, error.Line);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task Settings_roles_and_temporary_tables_of_a_script_do_not_reach_the_next_one()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT set_config('search_path', '', false); SET SESSION work_mem = '1MB'; SET ROLE pg_monitor; CREATE TEMP TABLE left_over ()")
            .With("0002_b", "DO $$ BEGIN IF current_setting('search_path') = '' OR current_user <> 'postgres' OR to_regclass('left_over') IS NOT NULL THEN RAISE 'leaked'; END IF; END $$");
        Assert.Equal(2, (await project.MigrateAsync()).Migrations.Count);
    }

    [Fact]
    public async Task Notices_are_kept_with_their_lines()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ();\nCREATE TABLE IF NOT EXISTS a ();");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Contains(item.Notices, notice => notice.StartsWith("line 2: NOTICE", StringComparison.Ordinal) && notice.Contains("skipping", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Copy_blocks_and_atomic_bodies_are_run()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int, t text);\nCOPY a FROM STDIN;\n1\tone\n2\t\\N\n\\.\n"
            + "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;\nSELECT f();");
        await project.MigrateAsync();
        Assert.Equal(2L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a"));
        Assert.Equal(2, await project.Database.ScalarAsync<int>("SELECT f()"));
    }

    [Fact]
    public async Task An_error_in_copied_data_is_found_at_its_line()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int);\nCOPY a FROM STDIN;\n1\n2\nthree\n\\.\n");
        Assert.Equal(5, (await project.MigrateFailsAsync()).Line);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task An_enum_value_can_be_used_later_in_the_same_file()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (m mood)");
        project.With("0001_a", "ALTER TYPE mood ADD VALUE 'glad'; INSERT INTO a VALUES ('glad')");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Equal(2, item.Transactions);
        Assert.Equal("run_started migration_started:0001_a#1 step_done:0001_a#1 applied:0001_a run_finished", await project.JournalAsync());
    }

    [Fact]
    public async Task WhatIf_shows_the_plan_and_writes_nothing()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int)");
        project.With("0001_a", "ALTER TABLE a ADD y int; CREATE INDEX CONCURRENTLY i ON a (y)");
        var run = await project.MigrateAsync(options => options.WhatIf = true);

        var item = Assert.Single(run.Migrations);
        Assert.Equal((MigrationOutcome.NotRun, 2), (run.Outcome, item.Transactions));
        Assert.Equal(["public.a"], item.Tables);
        Assert.Contains("CREATE INDEX CONCURRENTLY", item.Detail, StringComparison.Ordinal);
        Assert.False(await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'dbsafety')"));
        Assert.False(File.Exists(project.LogPath));
    }

    [Fact]
    public async Task An_unknown_header_key_is_refused_with_the_nearest_right_one()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "-- dbsafety: statement_timeoutt 10min\nSELECT 1");
        Assert.Contains("statement_timeout", (await project.MigrateFailsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_sets_the_statement_timeout()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "-- dbsafety: statement_timeout 50ms\nSELECT pg_sleep(60)");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("57014", ExitCode.LimitReached), (error.SqlState, error.ExitCode));
    }
}
