using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>Which tables are backed up and proven before a change, and that nothing is changed without it.</summary>
public sealed class BackupGateTests
{
    private const string Policy = """
            approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
        """;

    private const string Schema = """
        CREATE TABLE p (id int PRIMARY KEY, x int);
        CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE);
        CREATE TABLE g (c int REFERENCES c ON DELETE SET NULL);
        CREATE TABLE n (p int REFERENCES p);
        CREATE TABLE alone (x int);
        CREATE INDEX alone_x ON alone (x);
        CREATE VIEW v AS SELECT * FROM alone;
        CREATE TABLE parted (k int) PARTITION BY LIST (k);
        CREATE TABLE part1 PARTITION OF parted FOR VALUES IN (1);
        CREATE TYPE mood AS ENUM ('sad');
        CREATE TABLE moods (m mood);
        CREATE SCHEMA other;
        CREATE TABLE other.alone (x int);
        INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, 1); INSERT INTO alone VALUES (1);
        """;

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Affected_tables_are_backed_up_and_proven_before_the_change(int major)
    {
        await using var project = await TestProject.CreateAsync(major, Schema, Policy);
        project.With("0001_a", "ALTER TABLE alone ADD y int", "ALTER TABLE alone DROP y");
        var run = await project.MigrateAsync();

        Assert.Equal(StepState.Succeeded, run.Steps[0].State);
        Assert.Equal(["public.alone"], run.Backup!.Tables.Select(table => table.Table));
        Assert.Equal(1, run.Backup.Rows);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(project.Folder, "backups"), "backup_*alone.sql.gz"));
        Assert.Equal(run.Backup.Id, (await project.StatusAsync("0001_a")).BackupId);
        Assert.Contains("Restored", run.Steps[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER TABLE alone ADD y int", "public.alone")]
    [InlineData("DROP INDEX alone_x", "public.alone")]
    [InlineData("DELETE FROM v", "public.alone")]
    [InlineData("INSERT INTO n VALUES (1)", "public.n")]
    [InlineData("DELETE FROM p", "public.c public.g public.p")]
    [InlineData("UPDATE p SET x = 2", "public.p")]
    [InlineData("TRUNCATE p CASCADE", "public.c public.g public.n public.p")]
    [InlineData("ALTER TABLE n DROP CONSTRAINT n_p_fkey; DROP TABLE p CASCADE", "public.c public.n public.p")]
    [InlineData("ALTER TABLE parted ADD z int", "public.part1 public.parted")]
    [InlineData("DROP TYPE mood CASCADE", "public.moods")]
    [InlineData("SET search_path = other; ALTER TABLE alone ADD y int", "other.alone")]
    [InlineData("DROP SCHEMA other CASCADE", "other.alone")]
    [InlineData("CREATE TABLE fresh (x int); INSERT INTO fresh VALUES (1)", "")]
    [InlineData("COMMENT ON TABLE alone IS 'x'", "")]
    public async Task The_affected_tables_are_found_with_what_they_reach(string script, string tables)
    {
        await using var project = await TestProject.CreateAsync(sql: Schema, policy: Policy);
        project.With("0001_a", script);
        var run = await project.MigrateAsync(options => options.WhatIf = true);
        var detail = run.Steps[0].Detail!;
        if (tables.Length == 0)
            Assert.Contains("No existing table", detail, StringComparison.Ordinal);
        else
            Assert.Contains($"first: {tables.Replace(" ", ", ", StringComparison.Ordinal)} (", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_block_that_cannot_be_seen_through_is_warned_of()
    {
        await using var project = await TestProject.CreateAsync(sql: Schema, policy: Policy);
        project.With("0001_a", "DO $$ BEGIN EXECUTE 'UPDATE ' || 'alone SET x = 2'; END $$");
        await project.MigrateAsync();
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("cannot be seen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tables_larger_than_the_policy_allows_are_refused()
    {
        await using var project = await TestProject.CreateAsync(sql: Schema, policy: Policy + "\n    backup: { maxBytes: 1kB }");
        project.With("0001_a", "ALTER TABLE alone ADD y int");
        Assert.Equal(("BackupTooLarge", ExitCode.Refused), (await project.MigrateFailsAsync()) is var error ? (error.Id, error.ExitCode) : default);
        Assert.False(await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'dbsafety')"));
    }

    [Fact]
    public async Task A_backup_that_cannot_be_made_stops_the_run_before_any_change()
    {
        await using var project = await TestProject.CreateAsync(sql: Schema, policy: Policy);
        project.With("0001_a", "ALTER TABLE alone ADD y int");
        Directory.Delete(Path.Combine(project.Folder, "backups"));
        await File.WriteAllTextAsync(Path.Combine(project.Folder, "backups"), "in the way");
        await project.MigrateFailsAsync();
        Assert.False(await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'dbsafety')"));
    }

    [Fact]
    public async Task A_declared_irreversible_migration_is_applied_behind_its_backup_and_its_rollback_names_it()
    {
        await using var project = await TestProject.CreateAsync(sql: Schema, policy: Policy);
        project.With("0001_a", "DROP TABLE alone CASCADE", "-- dbsafety: irreversible because the rows are gone\n");
        var run = await project.MigrateAsync();
        var error = await project.UndoFailsAsync(options => options.Last = 1);
        Assert.Equal("MigrationIrreversible", error.Id);
        Assert.Contains($"dbsafety restore {run.Backup!.Id}", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_takes_a_safety_backup_and_compares_the_schema_with_the_one_before()
    {
        await using var project = await TestProject.CreateAsync(sql: Schema, policy: Policy);
        project.With("0001_a", "ALTER TABLE alone ADD y int", "ALTER TABLE alone DROP y");
        await project.MigrateAsync();
        var run = await project.UndoAsync(options => options.Last = 1);
        Assert.NotNull(run.Backup);
        Assert.Contains("equals the one before 0001_a", run.Steps[3].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_that_does_not_give_the_schema_back_is_no_success()
    {
        await using var project = await TestProject.CreateAsync(sql: Schema, policy: Policy);
        project.With("0001_a", "ALTER TABLE alone ADD y int; ALTER TABLE alone ADD z int", "ALTER TABLE alone DROP y");
        await project.MigrateAsync();
        var error = await project.UndoFailsAsync(options => options.Last = 1);
        Assert.Equal(("RollbackDiffers", ExitCode.CheckFailed), (error.Id, error.ExitCode));
        Assert.Contains("rolled back", error.State, StringComparison.Ordinal);
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0001_a")).State);
    }
}
