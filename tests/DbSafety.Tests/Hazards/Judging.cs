using System.Text;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;

namespace DbSafety.Tests.Hazards;

/// <summary>Judges scripts that are texts.</summary>
internal static class Judging
{
    /// <summary>Every table is large.</summary>
    public static HazardPolicy Strict { get; } = new() { SmallTableBytes = 0 };

    public static ChainScript Script(string id, string text, bool isJudged = true)
    {
        var source = ScriptText.Read(Encoding.UTF8.GetBytes(text), $"{id}.sql");
        if (ScriptPlanner.Plan(source, $"{id}.sql", noTransaction: false, []) is { } plan)
            return ChainScript.Of(id, plan) with { IsJudged = isJudged };
        var parsed = source.Parse();
        return new ChainScript(id, $"{id}.sql", parsed, ScriptSteps.Divide(ScriptTransactions.Read(parsed.Statements), false), ScriptHeader.Read(parsed.HeaderOptions, "", []))
        {
            IsJudged = isJudged,
        };
    }

    public static IReadOnlyList<MigrationHazard> Judge(string before, string migration, HazardPolicy? policy = null) =>
        new HazardAnalyzer(null, policy ?? Strict, new LimitPolicy()).Judge([Script("0001_before", before, isJudged: false), Script("0002_migration", migration)]);

    public static JudgedScript Judge(TargetFacts target, ChainScript script, HazardPolicy? policy = null) =>
        new HazardAnalyzer(target, policy ?? Strict, new LimitPolicy()).Read([script])[0];

    /// <summary>Findings in the words of the corpus.</summary>
    public static IReadOnlyList<string> Words(IReadOnlyList<MigrationHazard> hazards, IReadOnlyList<string> expected, SqlScript script)
    {
        var places = expected.Any(word => word.Contains('@', StringComparison.Ordinal));
        return [.. hazards.Select(hazard =>
        {
            var rule = hazard.AllowedBecause is null ? hazard.Rule : $"({hazard.Rule})";
            var number = script.Statements.TakeWhile(statement => statement.Line < hazard.Line).Count() + 1;
            return places ? $"{rule}@{number}" : rule;
        }).Distinct().Order(StringComparer.Ordinal)];
    }
}
