using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Approvals;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Requests;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>Rollback, restore, runbooks and acting alone go through the same gate.</summary>
public sealed class OtherGateTests
{
    private const string BreakGlass = "    backup: { required: false }\n    approvals: { firstModification: none, productionDeployment: { how: signed, roles: [dba] }, breakGlass: { roles: [reader] } }";

    [Fact]
    public async Task A_rollback_of_production_takes_a_signature_over_its_own_plan()
    {
        await using var bench = await ApprovalBench.CreateAsync("    backup: { required: false }\n    approvals: { firstModification: none, afterRollback: none }");
        await bench.ApprovedAsync();
        await bench.Project.MigrateAsync();
        var error = await bench.Project.UndoFailsAsync(options => options.Id = "0001_a");
        Assert.Equal("ApprovalNeeded", error.Id);
        var plan = Path.GetFileName(bench.Files("rollback_main_*.json").Single());
        Assert.Contains($"dbsafety approve plans/{plan}", error.NextStep, StringComparison.Ordinal);
        await bench.SubmitAsync(options => options.Plan = plan);
        var approved = await bench.ApproveAsync("bob", options => options.Plan = plan);
        Assert.Contains(approved.Content, line => line.Contains("DROP TABLE a", StringComparison.Ordinal));

        // Another rollback than the one that was approved.
        bench.Project.Write("rollback", "0001_a", "DROP TABLE a CASCADE");
        Assert.Equal("ApprovedPlanChanged", (await bench.Project.UndoFailsAsync(options => options.Id = "0001_a")).Id);
        bench.Project.Write("rollback", "0001_a", "DROP TABLE a");
        await bench.Project.UndoAsync(options => options.Id = "0001_a");
        Assert.False(await bench.Project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_restore_into_production_takes_a_signature_over_the_very_files()
    {
        await using var bench = await ApprovalBench.CreateAsync(sql: "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'before')");
        var backup = (await bench.Project.RunAsync(new NewLogicalBackupOptions { Table = ["t"] })).ResultsOf<LogicalBackup>().Single();
        await bench.Project.Database.ExecuteAsync("UPDATE t SET v = 'after'");
        var restore = () => bench.Project.RunAsync(new RestoreFromBackupOptions { Backup = backup.Id });
        Assert.Equal("ApprovalNeeded", (await Assert.ThrowsAsync<DbSafetyException>(restore)).Id);
        Assert.Equal("after", await bench.Project.Database.ScalarAsync<string>("SELECT v FROM t"));
        await bench.SubmitAsync(options => options.Plan = bench.PlanFile);
        await bench.ApproveAsync("ada");
        await restore();
        Assert.Equal("before", await bench.Project.Database.ScalarAsync<string>("SELECT v FROM t"));
        await bench.Project.Database.ExecuteAsync("UPDATE t SET v = 'again'");
        Assert.Equal("ApprovalUsed", (await Assert.ThrowsAsync<DbSafetyException>(restore)).Id);
    }

    [Fact]
    public async Task A_runbook_waits_for_the_signature_at_its_approve_step_and_goes_on_with_it()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        bench.WithRunbook();
        var waiting = await Assert.ThrowsAsync<DbSafetyException>(() => bench.Project.RunAsync(new InvokeSafetyRunbookOptions { Name = "ask", Target = "main" }));
        Assert.Equal("RunWaiting", waiting.Id);
        Assert.Contains("dbsafety approve plans/runbook_main_", waiting.Message, StringComparison.Ordinal);
        var run = bench.Project.Host.ResultsOf<SafetyRun>().Single();
        await bench.SubmitAsync(options => options.Plan = bench.PlanFile);
        await bench.ApproveAsync("ada");

        // It was cut off after it had taken the approval: what it has taken itself is its own.
        var request = Directory.EnumerateFiles(bench.Plans, "*.request-*.json").Select(path => Dsse.Read(File.ReadAllBytes(path), path)).Single();
        await new ApprovalFolder(bench.Plans).UseAsync(VerifiedRequest.DigestOf(request.Payload), "runbook", "main", run.RunId, DateTimeOffset.UtcNow, default);
        var done = (await bench.Project.RunAsync(new ResumeSafetyRunOptions { RunId = run.RunId, Target = "main" })).ResultsOf<SafetyRun>().Single();
        Assert.Equal(RunStatus.Succeeded, done.Status);
        Assert.Contains("Approved by ada", done.Steps[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acting_alone_is_marked_until_others_countersign()
    {
        await using var bench = await ApprovalBench.CreateAsync(BreakGlass);
        await bench.SubmitAsync();
        Assert.Equal("ReasonNeeded", (await bench.ApproveFailsAsync("oscar", options => (options.BreakGlass, options.Reason) = (true, null))).Id);
        var plan = await bench.ApproveAsync("oscar", options => (options.BreakGlass, options.Reason) = (true, "the shop is down"));
        Assert.Equal(PlanApprovalState.BreakGlass, plan.State);
        await bench.Project.MigrateAsync();
        const string Mark = "🟥 BREAK-GLASS, not countersigned: oscar acted alone: the shop is down";
        Assert.Contains(bench.Project.Host.Warnings, warning => warning.Contains(Mark, StringComparison.Ordinal));
        Assert.Equal(Mark, bench.Project.Host.ResultsOf<MigrationRun>().Single().BreakGlass);
        Assert.Equal("breakGlass", await bench.Project.Database.ScalarAsync<string>("SELECT detail->>'how' FROM dbsafety.journal WHERE event = 'approved' AND detail ? 'point'"));
        Assert.Contains(Mark, await File.ReadAllTextAsync(bench.Project.LogPath), StringComparison.Ordinal);

        // Every report tells of it.
        await bench.Project.StatusAsync();
        Assert.Contains(bench.Project.Host.Warnings, warning => warning.Contains(Mark, StringComparison.Ordinal));
        bench.Project.With("0002_b", "CREATE TABLE b ()", "DROP TABLE b");
        await bench.ApprovedAsync("ada");
        var owed = Path.GetFileName(bench.Files("owed_main_*.json").Single(path => !path.Contains(".request-", StringComparison.Ordinal)));

        // Not by who acted alone, nor by whose run it was.
        bench.Configure("roles: [reader]", "roles: [reader, dba]");
        foreach (var who in (string[])["oscar", "tester"])
            Assert.Equal("ApproverIsRequester", (await bench.ApproveFailsAsync(who, options => options.Plan = owed)).Id);
        bench.Configure("roles: [reader, dba]", "roles: [reader]");
        Assert.Contains((await bench.StatusAsync(owed)).Problems, problem => problem.Contains(Mark, StringComparison.Ordinal));
        await bench.ApproveAsync("bob", options => options.Plan = owed);
        await bench.Project.MigrateAsync();
        Assert.Contains("bob", await bench.Project.Database.ScalarAsync<string>("SELECT detail->'by'->>0 FROM dbsafety.journal WHERE event = 'approved' AND detail ? 'for_run'"), StringComparison.Ordinal);
        await bench.Project.StatusAsync();
        Assert.DoesNotContain(bench.Project.Host.Warnings, warning => warning.Contains("BREAK-GLASS", StringComparison.Ordinal));
        var log = await File.ReadAllTextAsync(bench.Project.LogPath);
        Assert.DoesNotContain("🟥", log, StringComparison.Ordinal);
        Assert.Contains("BREAK-GLASS, countersigned by bob: oscar acted alone", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_acts_alone_where_the_policy_does_not_say_so()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        var plan = await bench.SubmitAsync();
        Assert.Equal("BreakGlassNotAllowed", (await bench.ApproveFailsAsync("ada", options => options.BreakGlass = true)).Id);
        await bench.PlantAsync(plan, "ada", "ada", "x", statement => statement with { Decision = DecisionKind.BreakGlass });
        Assert.Equal("BreakGlassNotAllowed", (await bench.Project.MigrateFailsAsync()).Id);
    }

    [Fact]
    public async Task Acting_alone_holds_for_half_an_hour()
    {
        await using var bench = await ApprovalBench.CreateAsync(BreakGlass);
        await bench.SubmitAsync();
        await bench.ApproveAsync("oscar", options => options.BreakGlass = true);
        bench.Project.Time = new MovedTime(TimeSpan.FromMinutes(31));
        Assert.Equal("ApprovalExpired", (await bench.Project.MigrateFailsAsync()).Id);
    }

    [Fact]
    public async Task A_signed_approval_after_a_major_migration_is_owed_and_nothing_is_put_on_top_of_it()
    {
        await using var bench = await ApprovalBench.CreateAsync("    backup: { required: false }\n    approvals: { firstModification: none, majorMigration: signed, requests: named }", environment: "staging");
        bench.Project.With("0001_a", "-- dbsafety: major\nCREATE TABLE a (x int)", "DROP TABLE a");
        await bench.Project.MigrateAsync();
        bench.Project.With("0002_b", "CREATE TABLE b ()", "DROP TABLE b");
        Assert.Equal("ApprovalOwed", (await bench.Project.MigrateFailsAsync()).Id);

        // Whose run it was does not approve it.
        Assert.Equal("ApproverIsRequester", (await bench.ApproveFailsAsync("tester")).Id);
        await bench.ApproveAsync("ada");
        await bench.Project.MigrateAsync();
        Assert.True(await bench.Project.ExistsAsync("b"));
    }
}
