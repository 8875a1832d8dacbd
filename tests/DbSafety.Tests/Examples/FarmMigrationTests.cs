using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Examples;

/// <summary>The farm's scripts on an empty database.</summary>
public sealed class FarmMigrationTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Fact]
    public void Every_migration_has_its_rollback_and_its_verify_script()
    {
        Assert.True(FarmFiles.Migrations.Count >= 12);
        Assert.All(FarmFiles.Migrations, id => Assert.True(File.Exists(FarmFiles.Rollback(id)) && File.Exists(FarmFiles.Verify(id)), id));
    }

    [Fact]
    public void The_project_file_is_read_without_a_warning()
    {
        var host = new TestHost();
        var project = ProjectFolder.Open(FarmFiles.Database, host);

        Assert.Empty(host.Warnings);
        Assert.Equal(["development", "staging", "production"], project.Configuration.Targets.Select(target => target.Name));
        Assert.Contains(project.Configuration.Checks, check => check.Kind == "http");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Every_rollback_gives_back_the_schema(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        foreach (var id in FarmFiles.Migrations)
        {
            var before = await CatalogText.ReadAsync(database);
            await FarmScripts.RunAsync(database, FarmFiles.Up(id));
            var after = await CatalogText.ReadAsync(database);
            Assert.NotEqual(before, after);
            Assert.Empty(await FarmScripts.VerifyAsync(database, id));

            await FarmScripts.RunAsync(database, FarmFiles.Rollback(id));
            Assert.Equal(before, await CatalogText.ReadAsync(database));

            // Applied again, it gives the same again: the rollback left nothing in the way.
            await FarmScripts.RunAsync(database, FarmFiles.Up(id));
            Assert.Equal(after, await CatalogText.ReadAsync(database));
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task All_rollbacks_together_leave_an_empty_database(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        var empty = await CatalogText.ReadAsync(database);
        await FarmScripts.UpAsync(database);

        await FarmScripts.DownAsync(database);

        Assert.Equal(empty, await CatalogText.ReadAsync(database));
    }

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task Pg_dump_sees_no_difference_after_a_rollback(int major)
    {
        PgDump.Require(major);
        await using var database = await TestDatabase.CreateAsync(major);
        foreach (var id in FarmFiles.Migrations)
        {
            var before = await PgDump.SchemaAsync(database, major);
            await FarmScripts.RunAsync(database, FarmFiles.Up(id));
            await FarmScripts.RunAsync(database, FarmFiles.Rollback(id));
            Assert.Equal(before, await PgDump.SchemaAsync(database, major));
            await FarmScripts.RunAsync(database, FarmFiles.Up(id));
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Two_databases_of_one_cluster_can_be_migrated_at_once(int major)
    {
        await using var first = await TestDatabase.CreateAsync(major);
        await using var second = await TestDatabase.CreateAsync(major);

        await Task.WhenAll(FarmScripts.UpAsync(first), FarmScripts.UpAsync(second));

        Assert.Equal(await CatalogText.ReadAsync(first), await CatalogText.ReadAsync(second));
    }

    [Fact]
    public void No_script_holds_what_the_engine_refuses()
    {
        var scripts = FarmFiles.Migrations.SelectMany(id => new[] { FarmFiles.Up(id), FarmFiles.Rollback(id), FarmFiles.Verify(id) }).Concat(FarmFiles.Seeds);
        Assert.All(scripts, path => Assert.DoesNotContain(
            ScriptText.Read(File.ReadAllBytes(path), path).Parse().Statements, statement => statement.Facts.IsTransactionControl));
    }
}
