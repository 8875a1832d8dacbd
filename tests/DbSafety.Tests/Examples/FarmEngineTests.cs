using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Examples;

/// <summary>The farm in the hands of the engine.</summary>
[Collection(SeededFarmCollection.Name)]
public sealed class FarmEngineTests(SeededFarm farm)
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Fact]
    public void The_catalog_reads_the_migrations_with_their_trios()
    {
        var catalog = MigrationCatalog.Load(ProjectFolder.Open(FarmFiles.Database, new TestHost()));

        Assert.Empty(catalog.Warnings);
        Assert.Equal(FarmFiles.Migrations, catalog.Sources.Select(source => source.Id));
        Assert.All(catalog.Sources, source => Assert.True(source is { Rollback: not null, Verify: not null }, source.Id));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Every_rollback_gives_back_the_fingerprint(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        foreach (var id in FarmFiles.Migrations)
        {
            var before = await ReadAsync(database);
            await FarmScripts.RunAsync(database, FarmFiles.Up(id));
            await FarmScripts.RunAsync(database, FarmFiles.Rollback(id));
            var after = await ReadAsync(database);

            // The parts first: they name what differs.
            Assert.Equal(Parts(before), Parts(after));
            Assert.Equal(before.Fingerprint, after.Fingerprint);
            await FarmScripts.RunAsync(database, FarmFiles.Up(id));
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_copy_of_the_schema_is_the_schema(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await FarmScripts.UpAsync(database);
        var schema = await ReadAsync(database);
        Assert.Empty(schema.Warnings);

        await using var copy = await TestDatabase.CreateAsync(major, SchemaScript.Write(schema.Objects));

        Assert.Equal(await CatalogText.ReadAsync(database), await CatalogText.ReadAsync(copy));
        Assert.Equal(schema.Fingerprint, (await ReadAsync(copy)).Fingerprint);
    }

    [Fact]
    public async Task The_whole_farm_is_backed_up_and_the_backup_is_proven()
    {
        var folder = Directory.CreateTempSubdirectory("farm-backup-");
        try
        {
            var host = Host();
            await RunAsync(new NewLogicalBackupOptions { Project = FarmFiles.Database, All = true, Prove = true, Path = folder.FullName }, host);

            var backup = Assert.Single(host.ResultsOf<LogicalBackup>());
            Assert.NotNull(backup.Proven);
            Assert.Equal(100_000, Assert.Single(backup.Tables, table => table.Table == "farm.orders").Rows);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_checks_of_the_project_pass_while_the_shop_runs_and_tell_when_it_does_not()
    {
        await using var shop = await FarmShopProcess.StartAsync(farm.Database.ConnectionString);
        var folder = Directory.CreateTempSubdirectory("farm-project-");
        try
        {
            // The shop's own port may be taken on the machine that runs the tests.
            var yaml = await File.ReadAllTextAsync(Path.Combine(FarmFiles.Database, ProjectFolder.FileName));
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, ProjectFolder.FileName), yaml.Replace("http://127.0.0.1:5080/", shop.Client.BaseAddress!.ToString(), StringComparison.Ordinal));

            var host = Host();
            await RunAsync(new TestAppHealthOptions { Project = folder.FullName }, host);
            Assert.Equal(4, host.ResultsOf<AppHealth>().Count(check => check.Passed));

            await shop.DisposeAsync();
            host = Host();
            await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(new TestAppHealthOptions { Project = folder.FullName }, host));
            Assert.Equal(["the farm shop answers"], host.ResultsOf<AppHealth>().Where(check => !check.Passed).Select(check => check.Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private TestHost Host() => new() { Environment = { ["FARM_DATABASE_URL"] = farm.Database.ConnectionString } };

    private static Task RunAsync(CommandOptions options, TestHost host) => new OperationRunner().RunAsync(options, host, CancellationToken.None);

    private static IReadOnlyList<string> Parts(DatabaseSchema schema) =>
        [.. schema.Objects.Select(item => $"{item.Identity} {item.Fingerprint}").Order(StringComparer.Ordinal)];

    private static async Task<DatabaseSchema> ReadAsync(TestDatabase database)
    {
        await using NpgsqlConnection connection = await database.OpenAsync();
        return await SchemaReader.ReadAsync(connection, CancellationToken.None);
    }
}
