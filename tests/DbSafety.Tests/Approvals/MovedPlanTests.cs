using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Approvals;
using DbSafety.Core.Results.Runs;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>What was approved of a restore, a baseline or a runbook's step is what is done; whatever moved is named.</summary>
public sealed class MovedPlanTests
{
    [Theory]
    [InlineData("ALTER TABLE t ALTER v SET DEFAULT 'x'", RestoreMode.Auto, ExtraRows.Keep, "", "tables[0].live")]
    [InlineData("DROP TABLE t", RestoreMode.Auto, ExtraRows.Keep, "", "tables[0].how")]
    [InlineData("", RestoreMode.Replace, ExtraRows.Keep, "", "mode")]
    [InlineData("", RestoreMode.Auto, ExtraRows.Remove, "", "extraRows")]
    [InlineData("", RestoreMode.Auto, ExtraRows.Keep, "v", "columns[0]")]
    public async Task A_restore_that_moved_is_refused_by_its_field(string sql, RestoreMode mode, ExtraRows extra, string column, string field)
    {
        await using var bench = await ApprovalBench.CreateAsync(sql: "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'before')");
        var backup = await BackUpAsync(bench);
        await bench.Project.Database.ExecuteAsync("UPDATE t SET v = 'after'");
        await ApprovedRestoreAsync(bench, backup);
        if (sql.Length > 0)
            await bench.Project.Database.ExecuteAsync(sql);
        await MovedAsync(bench, new RestoreFromBackupOptions { Backup = backup, Mode = mode, ExtraRows = extra, Column = column.Length > 0 ? [column] : [] }, field);
        Assert.Equal(sql.StartsWith("DROP", StringComparison.Ordinal), !await bench.Project.ExistsAsync("t"));
    }

    [Fact]
    public async Task A_restore_of_another_backup_is_another_restore()
    {
        await using var bench = await ApprovalBench.CreateAsync(sql: "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'before')");
        await ApprovedRestoreAsync(bench, await BackUpAsync(bench));
        await bench.Project.Database.ExecuteAsync("UPDATE t SET v = 'after'");
        bench.Project.Time = new MovedTime(TimeSpan.FromSeconds(2));
        var other = await BackUpAsync(bench);
        var error = await MovedAsync(bench, new RestoreFromBackupOptions { Backup = other }, "backup");
        Assert.Contains(error.Detail, line => line.StartsWith("tables[0].content", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rollback", "DROP TABLE a ", "scripts[0].bytes.rollback")]
    [InlineData("migrations", "CREATE TABLE a (y int)", "scripts[0].bytes.up")]
    [InlineData("", "CREATE TABLE other ()", "fingerprint")]
    public async Task A_baseline_that_moved_is_refused_by_its_field(string folder, string text, string field)
    {
        await using var bench = await ApprovalBench.CreateAsync();
        var baseline = new RegisterSafeMigrationOptions { To = "0001_a" };
        Assert.Equal("ApprovalNeeded", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.Project.RunAsync(baseline))).Id);
        var plan = bench.Newest("baseline");
        await bench.SubmitAsync(options => options.Plan = plan);
        await bench.ApproveAsync("ada", options => options.Plan = plan);
        if (folder.Length > 0)
            bench.Project.Write(folder, "0001_a", text);
        else
            await bench.Project.Database.ExecuteAsync(text);
        await MovedAsync(bench, baseline, field);
        Assert.False(await bench.Project.ExistsAsync("dbsafety.journal"));

        // As it was approved, it is done.
        if (folder.Length > 0)
            bench.Project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a", "SELECT true");
        else
            await bench.Project.Database.ExecuteAsync("DROP TABLE other");
        await bench.Project.RunAsync(baseline);
        Assert.Equal(MigrationState.Applied, (await bench.Project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task A_step_of_a_runbook_that_moved_is_refused_by_its_field_and_another_run_asks_for_itself()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        bench.WithRunbook();
        var run = await bench.WaitingAsync();
        var plan = bench.Newest("runbook");
        await bench.SubmitAsync(options => options.Plan = plan);
        await bench.ApproveAsync("ada", options => options.Plan = plan);
        Assert.NotEqual(run.RunId, (await bench.WaitingAsync()).RunId);

        bench.Configure("backup: { required: false }", "backup: { required: false, prove: false }");
        await Assert.ThrowsAsync<DbSafetyException>(() => bench.Project.RunAsync(new ResumeSafetyRunOptions { RunId = run.RunId, Target = "main" }));
        var failed = bench.Project.Host.ResultsOf<SafetyRun>().Single();
        Assert.Equal("ApprovedPlanChanged", failed.Steps[^1].ErrorId);
        Assert.Contains("configuration was", failed.Steps[^1].Detail, StringComparison.Ordinal);
    }

    private static async Task<string> BackUpAsync(ApprovalBench bench) =>
        (await bench.Project.RunAsync(new NewLogicalBackupOptions { Table = ["t"] })).ResultsOf<LogicalBackup>().Single().Id;

    private static async Task ApprovedRestoreAsync(ApprovalBench bench, string backup)
    {
        Assert.Equal("ApprovalNeeded", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.Project.RunAsync(new RestoreFromBackupOptions { Backup = backup }))).Id);
        var plan = bench.Newest("restore");
        await bench.SubmitAsync(options => options.Plan = plan);
        Assert.Equal(PlanApprovalState.Approved, (await bench.ApproveAsync("ada", options => options.Plan = plan)).State);
    }

    private static async Task<DbSafetyException> MovedAsync(ApprovalBench bench, CommandOptions options, string field)
    {
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.Project.RunAsync(options));
        Assert.Equal("ApprovedPlanChanged", error.Id);
        Assert.Contains(error.Detail, line => line.StartsWith(field + " was ", StringComparison.Ordinal));
        // The plan as it is now was written, so that it can be asked for.
        Assert.Contains($"dbsafety submit plans/{bench.Newest(options is RestoreFromBackupOptions ? "restore" : "baseline")}", error.NextStep, StringComparison.Ordinal);
        return error;
    }
}
