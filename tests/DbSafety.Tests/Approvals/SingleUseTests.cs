using DbSafety.Core.Errors;
using DbSafety.Core.Results.Approvals;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>An approval is used up by the first statement of the change, and not by a run that came to none.</summary>
public sealed class SingleUseTests
{
    [Fact]
    public async Task A_run_that_fails_before_its_first_statement_leaves_the_approval_as_good_as_it_was()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        await bench.Project.MigrateAsync();
        bench.Project.With("0002_b", "CREATE TABLE b ()", "DROP TABLE b");
        await bench.Project.Database.ExecuteAsync("""
            CREATE FUNCTION dbsafety.stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
            CREATE TRIGGER stop BEFORE INSERT ON dbsafety.journal FOR EACH ROW WHEN (NEW.event = 'run_started') EXECUTE FUNCTION dbsafety.stop()
            """);
        var plan = await bench.ApprovedAsync();
        await bench.Project.MigrateFailsAsync();
        Assert.False(await bench.Project.ExistsAsync("b"));
        Assert.Single(bench.Files("*.used-*.json"));
        Assert.Equal(PlanApprovalState.Approved, (await bench.StatusAsync(plan.Plan)).State);

        await bench.Project.Database.ExecuteAsync("DROP TRIGGER stop ON dbsafety.journal; DROP FUNCTION dbsafety.stop");
        await bench.Project.MigrateAsync();
        Assert.True(await bench.Project.ExistsAsync("b"));
        Assert.Equal(PlanApprovalState.Used, (await bench.StatusAsync(plan.Plan)).State);
    }

    [Fact]
    public async Task A_run_whose_first_statement_fails_has_used_it_up()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        bench.Project.With("0001_a", "SELECT 1 / 0", "SELECT 1");
        var plan = await bench.ApprovedAsync();
        Assert.Equal(ErrorKind.FailedRolledBack, (await bench.Project.MigrateFailsAsync()).Kind);
        Assert.Equal(PlanApprovalState.Used, (await bench.StatusAsync(plan.Plan)).State);
        Assert.Equal("ApprovalUsed", (await bench.Project.MigrateFailsAsync()).Id);
    }
}
