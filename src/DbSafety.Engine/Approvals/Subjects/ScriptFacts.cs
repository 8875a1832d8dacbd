using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Approvals.Subjects;

/// <summary>A script as a plan names it, and as it is found on the disk.</summary>
internal static class ScriptFacts
{
    public static JsonObject Of(string id, ScriptPlan script, int fromStep) => new()
    {
        ["id"] = id,
        ["checksum"] = script.Source.Checksum,
        ["bytes"] = script.Source.RawHash,
        ["fromStep"] = fromStep,
        ["steps"] = new JsonArray([.. script.Steps.Select((step, index) => new JsonObject
        {
            ["number"] = index + 1,
            ["inTransaction"] = step.InTransaction,
            ["statements"] = new JsonArray([.. step.Statements.Select(statement => new JsonObject { ["line"] = statement.Line, ["text"] = statement.Text })]),
        })]),
    };

    /// <summary>The files that were read for these scripts; one that came from the journal has none.</summary>
    public static IReadOnlyList<HashedFile> Files(IEnumerable<ScriptPlan?> scripts) =>
        [.. scripts.OfType<ScriptPlan>().Where(script => script.Source.FileSha256 is not null).Select(script => new HashedFile(script.Path, script.Source.FileSha256!)).Distinct()];
}
