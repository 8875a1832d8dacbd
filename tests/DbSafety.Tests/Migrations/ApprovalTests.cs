using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class ApprovalTests
{
    private const string Policy = """
            backup: { required: false }
        """;

    [Fact]
    public async Task The_first_modification_is_refused_where_nobody_can_answer_and_force_is_no_approval()
    {
        await using var project = await TestProject.CreateAsync(policy: Policy);
        project.With("0001_a", "CREATE TABLE a ()");
        var error = await project.MigrateFailsAsync(options => options.Force = true);

        Assert.Equal(("ApprovalNeeded", ExitCode.NotApproved), (error.Id, error.ExitCode));
        Assert.Contains("before the first database modification", error.Message, StringComparison.Ordinal);
        Assert.Contains("approvals.firstModification: none", error.NextStep, StringComparison.Ordinal);
        Assert.False(await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'dbsafety')"));
    }

    [Fact]
    public async Task A_person_approves_the_first_modification_and_is_not_asked_for_the_second()
    {
        await using var project = await TestProject.CreateAsync(policy: Policy);
        project.With("0001_a", "CREATE TABLE a ()");
        project.Answer = _ => "yes";
        await project.MigrateAsync();
        var question = Assert.Single(project.Host.Questions);
        Assert.Contains(question.Detail, line => line.Contains("0001_a", StringComparison.Ordinal));
        Assert.Equal("no", question.Choices[0]);
        Assert.Contains("approved", await project.JournalAsync(), StringComparison.Ordinal);

        project.With("0002_b", "CREATE TABLE b ()");
        project.Answer = null;
        await project.MigrateAsync();
    }

    [Fact]
    public async Task A_refused_approval_changes_nothing()
    {
        await using var project = await TestProject.CreateAsync(policy: Policy);
        project.With("0001_a", "CREATE TABLE a ()");
        project.Answer = _ => "no";
        Assert.Equal("ApprovalDenied", (await project.MigrateFailsAsync()).Id);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Theory]
    [InlineData("yes", false)]
    [InlineData("main", true)]
    public async Task Production_asks_to_type_the_targets_name(string answer, bool approves)
    {
        await using var project = await TestProject.CreateAsync(policy: Policy + "\n    approvals: { productionDeployment: prompt }", environment: "production");
        project.With("0001_a", "CREATE TABLE a ()");
        project.Answer = _ => answer;
        if (approves)
            await project.MigrateAsync();
        else
            await project.MigrateFailsAsync();
        var question = Assert.Single(project.Host.Questions);
        Assert.Empty(question.Choices);
        Assert.Contains(question.Detail, line => line.StartsWith("Bound to the plan sha256:", StringComparison.Ordinal));
        Assert.Contains(question.Detail, line => line == "Asked for by tester@testbench");
        Assert.Equal(approves, await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_production_deployment_is_refused_where_nobody_can_answer()
    {
        await using var project = await TestProject.CreateAsync(policy: Policy + "\n    approvals: { firstModification: none, productionDeployment: prompt }", environment: "production");
        project.With("0001_a", "CREATE TABLE a ()");
        var error = await project.MigrateFailsAsync();
        Assert.Contains("before production deployment", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_major_migration_the_approval_is_owed_where_nobody_can_answer()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int)", policy: Policy + "\n    approvals: { firstModification: none }");
        project.With("0001_a", "ALTER TABLE a DROP COLUMN x");
        var run = await project.MigrateAsync();
        Assert.Contains("utstanding", run.Steps[4].Detail, StringComparison.Ordinal);
        Assert.Contains("approval_outstanding:0001_a", await project.JournalAsync(), StringComparison.Ordinal);
        await project.StatusAsync();
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("outstanding", StringComparison.Ordinal));

        // Whoever sits at a console next is asked for what is owed.
        project.Answer = _ => "yes";
        project.With("0002_b", "CREATE TABLE b ()");
        await project.MigrateAsync();
        project.Answer = null;
        await project.StatusAsync();
        Assert.DoesNotContain(project.Host.Warnings, warning => warning.Contains("outstanding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_after_a_major_migration_stops_the_run_and_offers_the_rollback()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int)", policy: Policy + "\n    approvals: { firstModification: none }");
        project.With("0001_a", "ALTER TABLE a DROP COLUMN x", "ALTER TABLE a ADD x int").With("0002_b", "CREATE TABLE b ()");
        project.Answer = _ => "no";
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("ApprovalDenied", ExitCode.NotApproved), (error.Id, error.ExitCode));
        Assert.Contains("dbsafety rollback 0001_a", error.NextStep, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("b"));
    }

    [Theory]
    [InlineData("ALTER TABLE a DROP x", true)]
    [InlineData("ALTER TABLE a DROP CONSTRAINT c", false)]
    [InlineData("ALTER TABLE a ALTER x TYPE bigint", true)]
    [InlineData("ALTER TABLE a RENAME TO b", true)]
    [InlineData("ALTER TABLE a ADD y int", false)]
    [InlineData("DROP TABLE a", true)]
    [InlineData("TRUNCATE a", true)]
    [InlineData("DELETE FROM a", true)]
    [InlineData("INSERT INTO a VALUES (1)", false)]
    [InlineData("CREATE TABLE b (); DROP TABLE b", false)]
    [InlineData("-- dbsafety: major\nCREATE TABLE b ()", true)]
    public async Task What_removes_or_rewrites_what_existed_is_major(string script, bool major)
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int CONSTRAINT c CHECK (x > 0))", policy: Policy + "\n    approvals: { firstModification: none }");
        project.With("0001_a", script);
        project.Answer = _ => "yes";
        await project.MigrateAsync();
        Assert.Equal(major ? 1 : 0, project.Host.Questions.Count);
    }

    [Fact]
    public async Task After_a_rollback_a_person_is_asked()
    {
        await using var project = await TestProject.CreateAsync(policy: Policy);
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a");
        project.Answer = _ => "yes";
        await project.MigrateAsync();
        var run = await project.UndoAsync(options => options.Last = 1);
        Assert.Contains("after a rollback", Assert.Single(project.Host.Questions).Title, StringComparison.Ordinal);
        Assert.Equal(StepState.Succeeded, run.Steps[4].State);
    }
}
