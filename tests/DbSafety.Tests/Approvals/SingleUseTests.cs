using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
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

    [Theory]
    [InlineData("DELETE FROM t WHERE id < 100", 200, "merge")]
    // Large enough to be made again beside its place first.
    [InlineData("DROP TABLE t", 100_000, "recreate")]
    public async Task A_restore_that_fails_while_it_loads_aside_leaves_the_approval_as_good_as_it_was(string accident, int rows, string mode)
    {
        await using var bench = await ApprovalBench.CreateAsync(sql: $"CREATE DOMAIN word AS text; CREATE TABLE t (id int PRIMARY KEY, v word); INSERT INTO t SELECT n, repeat('x', 100) FROM generate_series(1, {rows}) n");
        var backup = (await bench.Project.RunAsync(new NewLogicalBackupOptions { Table = ["t"] })).ResultsOf<LogicalBackup>().Single();
        await bench.Project.Database.ExecuteAsync(accident);
        var restore = () => bench.Project.RunAsync(new RestoreFromBackupOptions { Backup = backup.Id });
        Assert.Equal("ApprovalNeeded", (await Assert.ThrowsAsync<DbSafetyException>(restore)).Id);
        var plan = bench.Newest("restore");
        await bench.SubmitAsync(options => options.Plan = plan);
        await bench.ApproveAsync("ada", options => options.Plan = plan);

        await bench.Project.Database.ExecuteAsync("ALTER DOMAIN word ADD CONSTRAINT short CHECK (length(VALUE) < 9) NOT VALID");
        Assert.Equal("23514", (await Assert.ThrowsAsync<DbSafetyException>(restore)).SqlState);
        Assert.Empty(bench.Files("*.used-*.json"));
        Assert.Equal(PlanApprovalState.Approved, (await bench.StatusAsync()).State);

        await bench.Project.Database.ExecuteAsync("ALTER DOMAIN word DROP CONSTRAINT short");
        await restore();
        Assert.Equal((long)rows, await bench.Project.Database.ScalarAsync<long>("SELECT count(*) FROM t"));
        Assert.Equal(mode, bench.Project.Host.ResultsOf<TableRestore>().Single().Mode.ToString(), ignoreCase: true);
        Assert.Single(bench.Files("*.used-*.json"));
        Assert.Equal(PlanApprovalState.Used, (await bench.StatusAsync()).State);
    }
}
