using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>A migration or a rollback that fails starts its written emergency procedure where the policy says so, and else names it.</summary>
public sealed class EmergencyPolicyTests
{
    private const string Start = "{ migrationFailed: start, rollbackFailed: start }";
    private const string Digest = "SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM (SELECT id, name FROM products) p";
    private const string Price = "ALTER TABLE products ADD COLUMN price numeric;";

    // It commits the loss before it fails.
    private const string Losing = "DELETE FROM products WHERE id % 2 = 0;\nCREATE INDEX CONCURRENTLY broken ON products (name);\nSELECT 1/0;";

    [Fact]
    public async Task By_default_the_command_of_the_procedure_is_named_and_nothing_is_started()
    {
        await using var bench = await EmergencyBench.CreateAsync();
        await bench.WriteMigrationAsync("0002_broken", Price + " SELECT 1/0;", "ALTER TABLE products DROP COLUMN price;");
        var error = await bench.FailAsync(new InvokeSafeMigrationOptions());
        Assert.Equal("MigrationFailed", error.Id);
        Assert.Contains("dbsafety runbook migration-failed --input-value migration=0002_broken", error.NextStep, StringComparison.Ordinal);

        await bench.MigrateAsync(("0002_broken", Price, Losing), fails: false);
        error = await bench.FailAsync(new UndoSafeMigrationOptions { Last = 1 });
        Assert.Equal("RollbackFailed", error.Id);
        Assert.Contains("dbsafety runbook rollback-failed --input-value migration=0002_broken,backup=", error.NextStep, StringComparison.Ordinal);
        Assert.Empty(bench.Runs);
    }

    [Fact]
    public async Task A_migration_that_fails_half_way_starts_its_procedure_and_is_still_told_as_failed()
    {
        await using var bench = await EmergencyBench.CreateAsync(Start);
        await bench.WriteMigrationAsync("0002_broken", Price + "\nCREATE INDEX CONCURRENTLY half ON products (name);\nSELECT 1/0;", "DROP INDEX IF EXISTS half;\nALTER TABLE products DROP COLUMN price;");

        var error = await bench.FailAsync(new InvokeSafeMigrationOptions());

        Assert.Equal(("MigrationFailed", ErrorKind.FailedRolledBack), (error.Id, error.Kind));
        Assert.Contains("The emergency procedure migration-failed was carried out since", error.State, StringComparison.Ordinal);
        Assert.Contains("dbsafety runs ", error.NextStep, StringComparison.Ordinal);
        Assert.Contains("migration-failed begins", await ReportAsync(bench), StringComparison.Ordinal);
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attrelid = 'products'::regclass AND attname = 'price'"));
    }

    [Fact]
    public async Task A_migration_whose_rollback_fails_too_is_brought_back_from_its_backup()
    {
        await using var bench = await EmergencyBench.CreateAsync(Start);
        var before = await bench.Database.ScalarAsync<string>(Digest);
        await bench.WriteMigrationAsync("0002_broken", Price + "\nCREATE INDEX CONCURRENTLY half ON products (name);\nSELECT 1/0;", Losing);

        var error = await bench.FailAsync(new InvokeSafeMigrationOptions());

        Assert.Equal(("RollbackFailed", ErrorKind.RollbackFailed), (error.Id, error.Kind));
        Assert.Contains("another runbook took over and came to its end", error.State, StringComparison.Ordinal);
        Assert.Equal(before, await bench.Database.ScalarAsync<string>(Digest));
        // The steps of a procedure begin no other one by themselves.
        Assert.Contains("rollback-failed took over", await ReportAsync(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_that_fails_starts_its_procedure_and_the_rows_are_back()
    {
        await using var bench = await EmergencyBench.CreateAsync(Start);
        await bench.MigrateAsync(("0002_price", Price, Losing), fails: false);
        var before = await bench.Database.ScalarAsync<string>(Digest);
        var access = await bench.Database.ScalarAsync<string>("SELECT coalesce(datacl::text, '') FROM pg_database WHERE datname = current_database()");

        var error = await bench.FailAsync(new UndoSafeMigrationOptions { Last = 1 });

        Assert.Equal(("RollbackFailed", ErrorKind.RollbackFailed), (error.Id, error.Kind));
        Assert.Contains("The emergency procedure rollback-failed was carried out since", error.State, StringComparison.Ordinal);
        Assert.Equal(before, await bench.Database.ScalarAsync<string>(Digest));
        Assert.Equal(access, await bench.Database.ScalarAsync<string>("SELECT coalesce(datacl::text, '') FROM pg_database WHERE datname = current_database()"));
        Assert.Contains("rollback-failed begins", await ReportAsync(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_no_procedure_gets_its_command()
    {
        await using var bench = await EmergencyBench.CreateAsync(Start);
        await bench.WriteMigrationAsync("0002_broken", "SELECT 1/0;", "SELECT 1;");
        var error = await bench.FailAsync(new InvokeSafeMigrationOptions { NoEmergency = true });
        Assert.Contains("dbsafety runbook migration-failed", error.NextStep, StringComparison.Ordinal);
        Assert.Empty(bench.Runs);
    }

    [Fact]
    public async Task A_procedure_that_cannot_be_started_is_said_beside_the_failure()
    {
        await using var bench = await EmergencyBench.CreateAsync(Start);
        Directory.CreateDirectory(Path.Combine(bench.Folder, "runbooks"));
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "runbooks", "migration-failed.yaml"), "runbook: 1\nname: migration-failed\nsteps: nonsense\n");
        await bench.WriteMigrationAsync("0002_broken", "SELECT 1/0;", "SELECT 1;");
        var error = await bench.FailAsync(new InvokeSafeMigrationOptions());
        Assert.Equal("MigrationFailed", error.Id);
        Assert.Contains("The emergency procedure migration-failed could not be started", error.State, StringComparison.Ordinal);
        Assert.Contains("nothing of it remains", error.State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_only_got_no_lock_is_no_emergency()
    {
        await using var bench = await EmergencyBench.CreateAsync(Start);
        await bench.WriteMigrationAsync("0002_price", "-- dbsafety: lock_timeout 50ms\n-- dbsafety: lock_attempts 1\n" + Price, "ALTER TABLE products DROP COLUMN price;");
        await using var reader = await bench.Database.OpenAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using (var read = new Npgsql.NpgsqlCommand("SELECT count(*) FROM products", reader))
            await read.ExecuteScalarAsync();
        var error = await bench.FailAsync(new InvokeSafeMigrationOptions());
        Assert.Equal(ErrorKind.LimitReached, error.Kind);
        Assert.DoesNotContain("runbook", error.NextStep, StringComparison.Ordinal);
        Assert.Empty(bench.Runs);
    }

    private static Task<string> ReportAsync(EmergencyBench bench) => File.ReadAllTextAsync(Path.Combine(Assert.Single(bench.Runs), "incident.md"));
}
