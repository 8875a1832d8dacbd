using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Examples;

/// <summary>The written procedures on the farm, from the empty database on, with the shop in front of it.</summary>
public sealed class FarmProcedureTests : IAsyncLifetime
{
    private const string Accident = """
        WITH gone AS (DELETE FROM farm.delivery_addresses WHERE customer_id % 10 = 0 RETURNING 1)
        SELECT count(*) FROM gone
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farm-procedure-");

    private TestDatabase? _database;
    private FarmShopProcess? _shop;

    private TestDatabase Database => _database!;

    public async Task InitializeAsync()
    {
        if (!TestRun.IsLong)
            return;
        _database = await TestDatabase.CreateAsync(TestServers.Majors.Max());
        _shop = await FarmShopProcess.StartAsync(_database.ConnectionString);
        foreach (var folder in new[] { "migrations", "rollback", "verify", "seeds" })
        {
            var copy = _folder.CreateSubdirectory(folder);
            foreach (var file in Directory.EnumerateFiles(Path.Combine(FarmFiles.Database, folder), "*.sql"))
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }

        var yaml = await File.ReadAllTextAsync(Path.Combine(FarmFiles.Database, ProjectFolder.FileName));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, ProjectFolder.FileName), yaml.Replace("http://127.0.0.1:5080/", _shop.Client.BaseAddress!.ToString(), StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        if (_shop is not null)
            await _shop.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task The_farm_goes_through_migrate_seed_backup_restore_and_rollback()
    {
        TestRun.SkipUnlessLong();
        // The rollback of the last two is proved on a database with 100,000 orders: the state before them is kept for that.
        var upTo = FarmFiles.Migrations[^3];
        var run = await RunAsync<MigrationRun>(new InvokeSafeMigrationOptions { To = upTo });
        Assert.Equal((MigrationOutcome.Succeeded, FarmFiles.Migrations.Count - 2), (run.Outcome, run.Migrations.Count));
        Assert.All(run.Checks, check => Assert.True(check.Passed, check.Name));

        await RunAsync<SeedFileResult>(new ImportSeedDataOptions());
        var before = await FingerprintAsync();

        run = await RunAsync<MigrationRun>(new InvokeSafeMigrationOptions());
        Assert.Equal(FarmFiles.Migrations.TakeLast(2), run.Migrations.Select(item => item.Id));
        Assert.NotNull(run.Backup?.Proven);

        var backup = await RunAsync<LogicalBackup>(new NewLogicalBackupOptions { Table = ["farm.delivery_addresses"], Prove = true });
        var lost = await Database.ScalarAsync<long>(Accident);
        Assert.True(lost > 0, "the accident hit nobody");
        var restore = await RunAsync<TableRestore>(new RestoreFromBackupOptions { Backup = backup.Id, Table = ["farm.delivery_addresses"] });
        Assert.Equal((true, lost, 0L), (restore.Verified, restore.Inserted, restore.Updated));

        run = await RunAsync<MigrationRun>(new UndoSafeMigrationOptions { Id = FarmFiles.Migrations[^2] });
        Assert.Equal((MigrationOutcome.Succeeded, MigrationDirection.Rollback), (run.Outcome, run.Direction));
        Assert.Equal(FarmFiles.Migrations.TakeLast(2).Reverse(), run.Migrations.Select(item => item.Id));
        Assert.All(run.Checks, check => Assert.True(check.Passed, check.Name));
        Assert.Equal(before, await FingerprintAsync());
        Assert.Null(await SeededFarm.ReadBrokenRulesAsync(Database));
        Assert.Equal(100_000, await Database.ScalarAsync<long>("SELECT count(*) FROM farm.orders"));
    }

    /// <summary>The last result of a command.</summary>
    private async Task<T> RunAsync<T>(CommandOptions options)
    {
        options.Project = _folder.FullName;
        options.Force = true;
        var host = new TestHost { Environment = { ["FARM_DATABASE_URL"] = Database.ConnectionString }, Answer = _ => "yes" };
        await new OperationRunner().RunAsync(options, host, CancellationToken.None);
        return host.ResultsOf<T>().Last();
    }

    private async Task<string> FingerprintAsync()
    {
        await using NpgsqlConnection connection = await Database.OpenAsync();
        var objects = (await SchemaReader.ReadAsync(connection, CancellationToken.None)).Objects.Where(item => !item.Identity.ToString()!.Contains("dbsafety", StringComparison.Ordinal));
        return string.Join('\n', objects.Select(item => $"{item.Identity} {item.Fingerprint}").Order(StringComparer.Ordinal));
    }
}
