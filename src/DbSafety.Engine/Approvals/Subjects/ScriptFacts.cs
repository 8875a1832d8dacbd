using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;

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
            ["statements"] = new JsonArray([.. step.Statements.Select(statement => new JsonObject { ["line"] = statement.Line, ["text"] = SecretText.Hide(statement.Text) })]),
        })]),
    };

    /// <summary>The files that were read for these scripts; one that came from the journal has none.</summary>
    public static IReadOnlyList<HashedFile> Files(IEnumerable<ScriptPlan?> scripts) => Files(scripts.Select(script => script is null ? null : script.Source with { Path = script.Path }));

    public static IReadOnlyList<HashedFile> Files(IEnumerable<ScriptText?> scripts) =>
        [.. scripts.OfType<ScriptText>().Where(script => script is { Path: not null, FileSha256: not null }).Select(script => new HashedFile(script.Path!, script.FileSha256!)).Distinct()];
}
