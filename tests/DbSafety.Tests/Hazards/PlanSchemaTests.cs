using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Plans;
using DbSafety.Tests.Examples;
using DbSafety.Tests.Migrations;
using DbSafety.Tests.Rehearsal;
using Xunit;

namespace DbSafety.Tests.Hazards;

/// <summary>The plan keeps what a rehearsal measured, in the form that the schema promises.</summary>
public sealed class PlanSchemaTests
{
    private static string SchemaPath => Path.Combine(FarmFiles.Root, "..", "..", "module", "schemas", "plan.schema.json");

    [Fact]
    public async Task The_file_is_what_the_schema_says_and_keeps_the_measurements()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int, y text); INSERT INTO a SELECT g, 'y' FROM generate_series(1, 1000) g; ANALYZE a",
            policy: "    approvals: { firstModification: prompt }");
        project.With("0001_a", "ALTER TABLE a ALTER x TYPE bigint;\nDELETE FROM a WHERE x > 900;\nCREATE INDEX CONCURRENTLY i ON a (x);", "DROP INDEX i; ALTER TABLE a ALTER x TYPE int")
            .With("0002_b", "-- dbsafety: allow DS04 because all of it is old\nUPDATE a SET y = 'z';");
        await AssertValidAsync(await PlanAsync(project));
        await project.RehearseAsync();
        var plan = await PlanAsync(project);
        var measured = (await AssertValidAsync(plan))["observed"]!["measured"]!.AsArray();
        Assert.Equal([1, 2, 3, 2], measured.Select(one => (int)one!["line"]!));
        Assert.Equal("public.a", (string?)measured[0]!["rewrites"]![0]);
        Assert.Equal(100, (int)measured[1]!["rows"]![0]!["deleted"]!);
        Assert.True((long)measured[0]!["walBytes"]! > 0);
        Assert.Contains(measured[0]!["locks"]!.AsArray(), one => (string?)one!["mode"] == "accessExclusive" && (int)one["heldUntilLine"]! == 2);
        Assert.All(plan.Forecast, one => Assert.Equal("rehearsal", one.Basis));
        var page = await File.ReadAllTextAsync(plan.HtmlPath!);
        Assert.Contains("as a rehearsal measured them", page, StringComparison.Ordinal);
        Assert.Contains("wrote anew public.a", page, StringComparison.Ordinal);
        Assert.Contains("100 rows written", await File.ReadAllTextAsync(plan.MarkdownPath!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", null, false)]
    [InlineData("advised", null, true)]
    [InlineData("required", "RehearsalMissing", false)]
    public async Task An_environment_may_ask_for_the_certificate(string asked, string? refused, bool told)
    {
        await using var project = await TestProject.CreateAsync(policy: TestProject.Relaxed + $"\n    rehearsal: {asked}");
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a");
        if (refused is null)
        {
            await project.MigrateAsync();
            Assert.Equal(told, project.Host.Warnings.Any(warning => warning.Contains("dbsafety rehearse --target main", StringComparison.Ordinal)));
            return;
        }

        var error = await project.MigrateFailsAsync();
        Assert.Equal((refused, ErrorKind.Refused, "dbsafety rehearse --target main"), (error.Id, error.Kind, error.NextStep));
        await project.RehearseAsync();
        await project.MigrateAsync();

        // A rollback that does not give the schema back is not what was asked for; nor is a certificate of other bytes.
        project.With("0002_b", "CREATE TABLE b ()", "SELECT 1");
        await project.RehearseAsync();
        Assert.Contains("differs", (await project.MigrateFailsAsync()).Message, StringComparison.Ordinal);
        project.With("0002_b", "CREATE TABLE b ()", "DROP TABLE b");
        Assert.Equal("RehearsalMissing", (await project.MigrateFailsAsync()).Id);
        await project.RehearseAsync();
        await project.MigrateAsync();
    }

    private static async Task<JsonNode> AssertValidAsync(SafetyPlan plan)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(plan.Path!))!;
        Assert.Equal([], JsonSchema.Check(JsonNode.Parse(await File.ReadAllTextAsync(SchemaPath))!, file));
        return file;
    }

    private static async Task<SafetyPlan> PlanAsync(TestProject project) =>
        (await project.RunAsync(new NewSafetyPlanOptions { NoTraffic = true })).ResultsOf<SafetyPlan>().Single();
}
