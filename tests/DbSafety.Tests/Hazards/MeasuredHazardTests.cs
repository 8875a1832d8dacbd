using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Plans;
using DbSafety.Tests.Migrations;
using DbSafety.Tests.Rehearsal;
using Xunit;

namespace DbSafety.Tests.Hazards;

/// <summary>What a rehearsal measured decides over what words gave.</summary>
public sealed class MeasuredHazardTests
{
    private const string Tables = """
        CREATE TABLE a (x int, y varchar(10), z text, made timestamp);
        CREATE TABLE b (x int);
        CREATE DOMAIN short AS varchar(20);
        INSERT INTO a SELECT g, 'y', 'z' FROM generate_series(1, 1000) g;
        INSERT INTO b SELECT g FROM generate_series(1, 1000) g;
        CREATE FUNCTION steady() RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 1; END';
        CREATE FUNCTION harm() RETURNS void LANGUAGE plpgsql AS 'BEGIN ALTER TABLE a ALTER x TYPE bigint; END';
        ANALYZE;
        """;

    public static TheoryData<string, string, string> Cases() => new()
    {
        // What the words give, and what is left of it.
        { "ALTER TABLE a ALTER x TYPE bigint", "LK21 catalog", "LK21 measured" },
        { "ALTER TABLE a ALTER y TYPE short", "LK21 catalog", "" },
        { "ALTER TABLE a ADD COLUMN w uuid DEFAULT gen_random_uuid()", "LK18 catalog", "LK18 measured" },
        { "ALTER TABLE a ALTER x SET NOT NULL", "LK17 catalog", "LK17 measured" },
        { "DO $$ BEGIN ALTER TABLE a ALTER x TYPE bigint; END $$", "RB11 text", "LK25 measured, RB11 text" },
        { "DO $$ BEGIN EXECUTE 'LOCK TABLE b IN SHARE MODE'; END $$", "RB11 text", "LK33 measured, RB11 text" },
        { "SELECT harm()", "", "LK25 measured" },
        { "ALTER TABLE a ADD COLUMN w int", "", "" },
        { "CREATE TABLE c (x int)", "", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_measurement_confirms_drops_and_raises(string up, string before, string after)
    {
        await using var project = await TestProject.CreateAsync(sql: Tables);
        project.With("0001_a", up);
        Assert.Equal(before, Words((await PlanAsync(project)).Hazards));
        var rehearsal = (await project.RehearseAsync()).Single();
        Assert.Equal(after, Words(rehearsal.Hazards));
        var plan = await PlanAsync(project);
        Assert.Equal(after, Words(plan.Hazards));
        // Whoever would wait is told of, whether words or the rehearsal showed the lock.
        Assert.True(!after.Contains("measured", StringComparison.Ordinal) || plan.Forecast.Any(one => one is { Basis: "rehearsal", Table: "public.a" or "public.b" }));
    }

    [Fact]
    public async Task More_rows_than_one_statement_may_change_are_told_and_refused()
    {
        await using var project = await TestProject.CreateAsync(sql: Tables,
            policy: TestProject.Relaxed.Replace("runLockWait: 1ms", "runLockWait: 1ms, maxRows: 500", StringComparison.Ordinal));
        project.With("0001_a", "UPDATE a SET z = 'w' WHERE x < 900", "SELECT 1").With("0002_b", "DELETE FROM b WHERE x = 1", "INSERT INTO b VALUES (1)");
        Assert.DoesNotContain("DS05", Words((await PlanAsync(project)).Hazards), StringComparison.Ordinal);

        // At run time the surplus is found whether or not there was a rehearsal, and nothing of it remains.
        Assert.Contains("one statement may change 500 (limits.maxRows)", (await project.MigrateFailsAsync()).Message, StringComparison.Ordinal);
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a WHERE z = 'w'"));

        var found = await project.RehearseAsync();
        Assert.Equal(["DS05 measured", ""], found.Select(rehearsal => Words(rehearsal.Hazards)));
        Assert.Equal("HazardsFound", (await project.MigrateFailsAsync()).Id);

        project.With("0001_a", "-- dbsafety: allow DS05 because it is one time only\nUPDATE a SET z = 'w' WHERE x < 900", "SELECT 1");
        await project.MigrateAsync();
        Assert.Equal(899L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a WHERE z = 'w'"));
    }

    private static async Task<SafetyPlan> PlanAsync(TestProject project) =>
        (await project.RunAsync(new NewSafetyPlanOptions { NoTraffic = true })).ResultsOf<SafetyPlan>().Single();

    private static string Words(IEnumerable<MigrationHazard> hazards) =>
        string.Join(", ", hazards.Where(hazard => hazard.Rule is not ("LK26" or "LK27" or "RB12")).Select(hazard => $"{hazard.Rule} {hazard.Evidence.ToString().ToLowerInvariant()}"));
}
