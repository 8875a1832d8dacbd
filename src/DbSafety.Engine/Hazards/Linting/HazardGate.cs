using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Hazards.Measuring;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Rehearsal.Certificates;
using Npgsql;

namespace DbSafety.Engine.Hazards.Linting;

/// <summary>What a run asks the rules before it begins.</summary>
internal static class HazardGate
{
    /// <summary>Judges what is planned against the target, in the order in which it will be run; where a rehearsal measured it, that decides.</summary>
    public static async Task<IReadOnlyList<JudgedScript>> JudgeAsync(
        NpgsqlConnection session, IReadOnlyList<PlannedMigration> planned, EnvironmentPolicy policy, MeasuredTraces traces, CancellationToken cancellationToken)
    {
        // An attempt that goes on was judged when it began; what it has done since would be judged a second time.
        var chain = planned.Select(migration => ChainScript.Of(migration.Id, migration.Up) with { IsJudged = migration.FirstStep == 1 }).ToList();
        var measured = new List<JudgedScript>();
        foreach (var (migration, script) in planned.Zip(await JudgeAsync(session, chain, policy, cancellationToken)))
            measured.Add(MeasuredHazards.Apply(script, await traces.FindAsync(migration.Id, migration.Up.Source.Checksum, cancellationToken), policy.Hazards, policy.Limits.MaxRows));
        return measured;
    }

    /// <summary>The same for rollback scripts, whose locks are wanted and not whether they are hazardous.</summary>
    public static Task<IReadOnlyList<JudgedScript>> JudgeAsync(
        NpgsqlConnection session, IReadOnlyList<PlannedRollback> planned, EnvironmentPolicy policy, CancellationToken cancellationToken) =>
        JudgeAsync(session, [.. planned.Select(rollback => ChainScript.Of(rollback.Id, rollback.Script) with { IsJudged = false })], policy, cancellationToken);

    private static async Task<IReadOnlyList<JudgedScript>> JudgeAsync(
        NpgsqlConnection session, IReadOnlyList<ChainScript> chain, EnvironmentPolicy policy, CancellationToken cancellationToken)
    {
        var facts = await TargetFactsReader.ReadAsync(session, ScriptChain.Names(chain), cancellationToken);
        return new HazardAnalyzer(facts, policy.Hazards, policy.Limits).Read(chain);
    }

    /// <summary>Refuses what the rules call an error, and tells what they warn of.</summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>HazardsFound</c>.</exception>
    public static void Pass(IReadOnlyList<JudgedScript> judged, IOperationHost host)
    {
        var hazards = judged.SelectMany(script => script.Hazards).ToList();
        if (HazardSummary.Refusal(hazards, "Nothing was changed.") is { } refusal)
            throw refusal;
        foreach (var hazard in hazards)
            host.Verbose(HazardSummary.Line(hazard));
        var warnings = hazards.Where(hazard => hazard is { Severity: HazardSeverity.Warning, AllowedBecause: null }).ToList();
        if (warnings.Count > 0)
            host.Warning($"{HazardSummary.Line(warnings[0])}{(warnings.Count == 1 ? "" : $" And {warnings.Count - 1} more like it: dbsafety lint")}");
    }
}
