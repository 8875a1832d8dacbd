using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>The written emergency procedures, on a real server: a migration that failed, and a rollback that fails after it dropped a table.</summary>
public sealed class EmergencyTests
{
    private const string Digest = "SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM (SELECT id, name FROM products) p";

    [Fact]
    public async Task A_migration_that_left_nothing_behind_needs_no_rollback_and_the_report_says_what_was_done()
    {
        await using var bench = await EmergencyBench.CreateAsync();
        await bench.MigrateAsync(("0002_broken", "ALTER TABLE products ADD COLUMN x int; SELECT 1/0;", "ALTER TABLE products DROP COLUMN x;"), fails: true);

        var run = await bench.RunbookAsync("migration-failed", "migration=0002_broken", "owner=Ann");

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.All(run.Steps, step => Assert.True(step.State is StepState.Succeeded or StepState.Skipped, $"{step.Address} {step.State}"));
        Assert.Contains("migration-failed begins", await File.ReadAllTextAsync(Path.Combine(run.Path!, "incident.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_that_fails_is_followed_by_the_restore_and_applications_are_let_in_again()
    {
        await using var bench = await EmergencyBench.CreateAsync();
        await bench.MigrateAsync(("0002_price", "ALTER TABLE products ADD COLUMN price numeric;", "ALTER TABLE products DROP COLUMN price;"), fails: false);
        var before = await bench.Database.ScalarAsync<string>(Digest);
        var access = await bench.Database.ScalarAsync<string>("SELECT coalesce(datacl::text, '') FROM pg_database WHERE datname = current_database()");
        // It commits the loss before it fails.
        await bench.WriteRollbackAsync("0002_price", "DELETE FROM products WHERE id % 2 = 0;\nCREATE INDEX CONCURRENTLY broken ON products (name);\nSELECT 1/0;");

        var run = await bench.RunbookAsync("migration-failed", "migration=0002_price", "owner=Ann");

        Assert.Equal(RunStatus.Escalated, run.Status);
        Assert.Equal(before, await bench.Database.ScalarAsync<string>(Digest));
        Assert.Equal(access, await bench.Database.ScalarAsync<string>("SELECT coalesce(datacl::text, '') FROM pg_database WHERE datname = current_database()"));
        Assert.Contains(run.Steps, step => step.Address == "2>rollback-failed/2.4" && step.State == StepState.Succeeded);
        var report = await File.ReadAllTextAsync(Path.Combine(run.Path!, "incident.md"));
        Assert.Contains("division by zero", report, StringComparison.Ordinal);
        Assert.Contains("rollback-failed took over", report, StringComparison.Ordinal);
        Assert.Contains("The database before, at its worst, and after", report, StringComparison.Ordinal);
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(run.Path!, "incident.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_migration_process_is_carried_out_and_a_plan_of_it_changes_nothing()
    {
        await using var bench = await EmergencyBench.CreateAsync();
        await bench.WriteMigrationAsync("0002_price", "ALTER TABLE products ADD COLUMN price numeric;", "ALTER TABLE products DROP COLUMN price;");

        var planned = await bench.RunbookAsync("safe-migration", whatIf: true);
        Assert.Equal(RunStatus.Planned, planned.Status);
        Assert.Equal([StepEffect.OnlyReads, StepEffect.Changes, StepEffect.OnlyReads, StepEffect.OnlyReads, StepEffect.Asks], planned.Steps.Select(step => step.Effect));
        Assert.False(Directory.Exists(Path.Combine(bench.Folder, "runs")));

        var run = await bench.RunbookAsync("safe-migration");
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(1L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attrelid = 'products'::regclass AND attname = 'price'"));

        var back = await bench.RunbookAsync("rollback", "migration=0002_price");
        Assert.Equal(RunStatus.Succeeded, back.Status);
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attrelid = 'products'::regclass AND attname = 'price'"));
    }

    [Fact]
    public async Task A_runbook_that_was_changed_is_not_resumed_and_one_that_waits_is_resumed_with_its_answer()
    {
        await using var bench = await EmergencyBench.CreateAsync();
        Directory.CreateDirectory(Path.Combine(bench.Folder, "runbooks"));
        var path = Path.Combine(bench.Folder, "runbooks", "own.yaml");
        const string Text = "runbook: 1\nname: own\nsteps:\n  - { step: Ask, id: a, ask: { text: Well?, choices: [no, yes] }, expect: $output -eq 'yes' }\n  - { step: Look, run: Get-SafeMigration }\n";
        await File.WriteAllTextAsync(path, Text);
        var waiting = await bench.RunbookAsync("own");
        Assert.Equal((RunStatus.Waiting, "Well?"), (waiting.Status, waiting.Question));

        await File.WriteAllTextAsync(path, Text + "# another\n");
        Assert.Equal("RunbookChanged", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.ResumeAsync(waiting.RunId, "yes"))).Id);
        await File.WriteAllTextAsync(path, Text);
        Assert.Equal("RunAnswerInvalid", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.ResumeAsync(waiting.RunId, "maybe"))).Id);
        Assert.Equal(RunStatus.Succeeded, (await bench.ResumeAsync(waiting.RunId, "yes")).Status);
        Assert.Equal("RunEnded", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.ResumeAsync(waiting.RunId))).Id);
    }
}
