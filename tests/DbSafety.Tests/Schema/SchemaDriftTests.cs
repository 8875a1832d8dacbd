using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>The journal keeps the fingerprint of each object, so what other hands change is told by name.</summary>
public sealed class SchemaDriftTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_other_hands_changed_is_named_by_status_and_migrate(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        project.With("0001_a", "CREATE TABLE a (x int); CREATE INDEX i ON a (x)", "DROP TABLE a");
        await project.MigrateAsync();
        Assert.Empty(project.Host.Warnings);
        await project.StatusAsync();
        Assert.Empty(project.Host.Warnings);
        await project.Database.ExecuteAsync("ALTER TABLE a ADD y int; DROP INDEX i; CREATE TABLE b ()");

        await project.StatusAsync();
        Assert.Contains("table public.a was changed, table public.b is new, index public.i is gone", Assert.Single(project.Host.Warnings), StringComparison.Ordinal);
        project.With("0002_c", "CREATE TABLE c ()", "DROP TABLE c");
        await project.MigrateAsync();
        Assert.Contains("dbsafety diff --journal", Assert.Single(project.Host.Warnings), StringComparison.Ordinal);

        // The run has kept what it left.
        await project.StatusAsync();
        Assert.Empty(project.Host.Warnings);
    }

    [Fact]
    public async Task Our_own_migrations_rollbacks_and_failures_are_no_drift()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a");
        await project.MigrateAsync();
        project.With("0002_b", "CREATE TABLE b ()", "DROP TABLE b");
        await project.MigrateAsync();
        await project.UndoAsync(options => options.Last = 1);
        await project.StatusAsync();
        Assert.Empty(project.Host.Warnings);

        project.Write("migrations", "0002_b", "CREATE TABLE b (); SELECT nonsense");
        await project.MigrateFailsAsync();
        await project.StatusAsync();
        Assert.Empty(project.Host.Warnings);
    }

    [Fact]
    public async Task The_journal_is_something_to_compare_with()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a");
        await project.MigrateAsync();
        await project.RunAsync(new CompareDatabaseSchemaOptions());
        await project.Database.ExecuteAsync("ALTER TABLE a ADD y int");

        await Assert.ThrowsAsync<Core.Errors.DbSafetyException>(() => project.RunAsync(new CompareDatabaseSchemaOptions()));

        var difference = Assert.Single(project.Host.ResultsOf<SchemaDifference>());
        Assert.Equal(("table public.a", SchemaChange.Changed), (difference.Object, difference.Change));
        Assert.Contains("+ y integer", difference.Detail);
    }

    [Fact]
    public async Task Each_run_keeps_only_what_it_changed_and_no_password()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password 'hidden')");
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a");
        await project.MigrateAsync();
        var before = await project.Database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.schema_object");
        project.With("0002_b", "CREATE TABLE b (); DROP TABLE a", "SELECT 1");
        await project.MigrateAsync();

        Assert.Equal(before + 2, await project.Database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.schema_object"));
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.schema_object WHERE definition::text LIKE '%hidden%' OR kind = 'UserMapping'"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_journal_of_version_1_gets_its_new_part_with_the_grants_of_the_old(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        await using var role = await TestRole.CreateAsync(project.Database);
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a");
        await project.MigrateAsync();
        await project.Database.ExecuteAsync($"""
            DROP TABLE dbsafety.schema_object; DROP TABLE dbsafety.run_event; ALTER TABLE dbsafety.version DISABLE TRIGGER append_only; UPDATE dbsafety.version SET version = 1;
            ALTER TABLE dbsafety.version ENABLE TRIGGER append_only; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA dbsafety TO {role.Name}
            """);
        await project.StatusAsync();
        Assert.Empty(project.Host.Warnings);
        project.With("0002_b", "CREATE TABLE b ()", "DROP TABLE b");

        await project.MigrateAsync();

        Assert.Equal(3, await project.Database.ScalarAsync<int>("SELECT max(version) FROM dbsafety.version"));
        Assert.True(await project.Database.ScalarAsync<bool>($"SELECT has_table_privilege('{role.Name}', 'dbsafety.schema_object', 'SELECT, INSERT')"));
        Assert.NotEqual(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.schema_object"));
    }
}
