using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Plans;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Canonical;
using DbSafety.Engine.Plans;
using DbSafety.Tests.Migrations;
using DbSafety.Tests.Rehearsal;
using Xunit;

namespace DbSafety.Tests.Hazards;

public sealed class PlanTests
{
    private const string Tables = "CREATE TABLE a (x int, y text); INSERT INTO a SELECT g, 'y' FROM generate_series(1, 1000) g; ANALYZE a";

    private const string Policy = """
            approvals: { firstModification: prompt, majorMigration: prompt, productionDeployment: none, afterRollback: none }
            limits: { lockTimeout: 50ms, lockAttempts: 2, runLockWait: 1ms }
        """;

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_plan_says_all_that_will_happen_and_the_same_plan_has_the_same_digest(int major)
    {
        await using var project = await TestProject.CreateAsync(major, Tables, Policy);
        project.With("0001_a", "ALTER TABLE a ADD COLUMN z text;\nALTER TABLE a DROP COLUMN y;\nCREATE INDEX CONCURRENTLY i ON a (z);", "ALTER TABLE a DROP COLUMN z, ADD COLUMN y text");
        var plan = await PlanAsync(project);

        Assert.Equal([(1, true, 2), (2, false, 1)], plan.Migrations.Single().Steps.Select(step => (step.Number, step.InTransaction, step.Statements.Count)));
        Assert.Equal([("public.a", LockMode.AccessExclusive)], plan.Migrations[0].Steps[0].Statements[0].Locks.Select(one => (one.Table, one.Mode)));
        Assert.Equal(["CP01"], plan.Hazards.Select(hazard => hazard.Rule));
        Assert.Equal(["public.a"], plan.Backups.Select(backup => backup.Table));
        Assert.True(plan.Backups[0].Bytes > 0);
        Assert.Equal(["firstModification", "majorMigration"], plan.Approvals.Select(approval => approval.Point));
        Assert.Equal(("public.a", 1, "size"), plan.Forecast.Select(one => (one.Table, one.Line, one.Basis)).Single());

        // More rows, another moment: the same decision.
        await project.Database.ExecuteAsync("INSERT INTO a (x) SELECT generate_series(1, 5000)");
        var again = await PlanAsync(project);
        Assert.Equal(plan.Digest, again.Digest);
        Assert.Equal(plan.Path, again.Path);
        Assert.True(again.Backups[0].Bytes > plan.Backups[0].Bytes);

        // One byte of a script, or a change of the schema: another.
        project.With("0001_a", "ALTER TABLE a ADD COLUMN z text;\nALTER TABLE a DROP COLUMN y;\nCREATE INDEX CONCURRENTLY i2 ON a (z);", "ALTER TABLE a DROP COLUMN z, ADD COLUMN y text");
        Assert.NotEqual(plan.Digest, (await PlanAsync(project)).Digest);
    }

    [Fact]
    public async Task A_rehearsal_of_the_very_scripts_stands_in_the_plan()
    {
        await using var project = await TestProject.CreateAsync(sql: Tables, policy: Policy);
        project.With("0001_a", "ALTER TABLE a ADD COLUMN z text", "ALTER TABLE a DROP COLUMN z").With("0002_b", "ALTER TABLE a DROP COLUMN y", "ALTER TABLE a ADD COLUMN y text");
        var before = await PlanAsync(project);
        await project.RehearseAsync();

        var plan = await PlanAsync(project);
        Assert.Equal(["exact", "lossy"], plan.Migrations.Select(migration => migration.Verdict));
        Assert.NotEqual(before.Digest, plan.Digest);
        project.With("0002_b", "ALTER TABLE a DROP COLUMN y", "ALTER TABLE a ADD COLUMN y varchar");
        Assert.Equal(["exact", null], (await PlanAsync(project)).Migrations.Select(migration => migration.Verdict));
    }

    [Fact]
    public async Task The_file_holds_its_digest_and_the_page_needs_nothing_beside_it()
    {
        await using var project = await TestProject.CreateAsync(sql: Tables, policy: Policy);
        project.With("0001_a", "ALTER TABLE a ADD COLUMN z text DEFAULT '<b>&';", "ALTER TABLE a DROP COLUMN z");
        var plan = await PlanAsync(project);

        var file = JsonNode.Parse(await File.ReadAllTextAsync(plan.Path!))!;
        Assert.Equal(plan.Digest, (string?)file["digest"]);
        Assert.Equal(plan.Digest, CanonicalJson.Digest(file["plan"]!));
        Assert.Equal("ALTER TABLE a ADD COLUMN z text DEFAULT '<b>&'", (string?)file["plan"]!["migrations"]![0]!["steps"]![0]!["statements"]![0]!["text"]);

        var page = await File.ReadAllTextAsync(plan.HtmlPath!);
        Assert.Contains("&lt;b&gt;&amp;", page, StringComparison.Ordinal);
        Assert.Contains("<svg class=\"bars\"", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.Contains(plan.Digest, await File.ReadAllTextAsync(plan.MarkdownPath!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_shows_the_plan_and_writes_nothing()
    {
        await using var project = await TestProject.CreateAsync(sql: Tables, policy: Policy);
        project.With("0001_a", "ALTER TABLE a DROP COLUMN y;", "ALTER TABLE a ADD COLUMN y text");
        project.Confirms = false;
        var plan = (await project.RunAsync(new NewSafetyPlanOptions { NoTraffic = true, WhatIf = true })).ResultsOf<SafetyPlan>().Single();
        Assert.Null(plan.Path);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "plans")));

        var preview = await project.MigrateAsync(options => options.WhatIf = true);
        var detail = preview.Migrations[0].Detail!;
        Assert.Contains("CP01 warning", detail, StringComparison.Ordinal);
        Assert.Contains("lock ACCESS EXCLUSIVE on public.a", detail, StringComparison.Ordinal);
        Assert.Contains(preview.Steps, step => step.Detail?.Contains(plan.Digest, StringComparison.Ordinal) == true);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "plans")));
    }

    [Fact]
    public async Task A_forecast_over_the_budget_refuses_the_run()
    {
        await using var project = await TestProject.CreateAsync(sql: Tables, policy: TestProject.Relaxed + "\n    forecast: { maxBlocked: 1ms, sample: 1ms }");
        project.With("0001_a", "ALTER TABLE a ADD COLUMN z text", "ALTER TABLE a DROP COLUMN z");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("ForecastOverBudget", ExitCode.Refused), (error.Id, error.ExitCode));
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname = 'z'"));
        Assert.NotEmpty((await PlanAsync(project)).Refusals);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task The_traffic_and_the_oldest_transaction_are_in_the_forecast(int major)
    {
        await using var project = await TestProject.CreateAsync(major, Tables, TestProject.Relaxed + "\n    forecast: { sample: 10ms }");
        project.With("0001_a", "ALTER TABLE a ADD COLUMN z text", "ALTER TABLE a DROP COLUMN z");
        await using var other = await project.Database.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT count(*) FROM a", other, transaction);
        await command.ExecuteScalarAsync();
        var forecast = (await PlanAsync(project, watches: true)).Forecast.Single();
        Assert.NotNull(forecast.OldestTransaction);
        Assert.NotNull(forecast.CallsPerSecond);
        Assert.True(forecast.LongestWait > forecast.HeldFor);
    }

    [Fact]
    public void Canonical_json_has_one_form()
    {
        var one = JsonNode.Parse("""{ "b": [1, true, null, "é\n\"<"], "a": { "z": 1, "y": {} } }""")!;
        Assert.Equal("{\"a\":{\"y\":{},\"z\":1},\"b\":[1,true,null,\"é\\n\\\"<\"]}", CanonicalJson.Write(one));
    }

    private static async Task<SafetyPlan> PlanAsync(TestProject project, bool watches = false) =>
        (await project.RunAsync(new NewSafetyPlanOptions { NoTraffic = !watches })).ResultsOf<SafetyPlan>().Single();
}
