using System.Text.Json.Nodes;
using DbSafety.Engine.Canonical;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>
/// A plan in lines, written from the very JSON that the digest is of: the pages beside it are for comfort, and somebody could have
/// changed them.
/// </summary>
internal static class PlanReading
{
    private static readonly string[] Head = ["action", "target", "environment", "database", "fingerprint", "configuration", "policy"];

    public static IReadOnlyList<string> Lines(JsonObject plan)
    {
        var lines = new List<string>();
        foreach (var name in Head.Where(name => plan[name] is not null))
            lines.Add($"{name}: {Text(plan[name])}");
        foreach (var script in (plan["migrations"] ?? plan["scripts"]) as JsonArray ?? [])
            Script((JsonObject)script!, lines);
        foreach (var (name, value) in plan.Where(member => member.Value is not null && !Head.Contains(member.Key) && member.Key is not ("migrations" or "scripts" or "format" or "production" or "project" or "approvals")))
            lines.Add($"{name}: {Text(value)}");
        foreach (var approval in plan["approvals"] as JsonArray ?? [])
            lines.Add($"approval {Text(approval!["point"])} ({Text(approval["how"])}): {string.Join("; ", (approval["why"] as JsonArray ?? []).Select(Text))}");
        return lines;
    }

    private static void Script(JsonObject script, List<string> lines)
    {
        lines.Add($"{Text(script["id"])}{(script["certificate"] is { } certificate ? $"; rehearsed: {Text(certificate)}" : "")}{(script["irreversible"] is { } reason ? $"; irreversible: {Text(reason)}" : "")}");
        foreach (var name in (string[])["major", "tables"])
        {
            if (script[name] is JsonArray { Count: > 0 } list)
                lines.Add($"  {name}: {string.Join("; ", list.Select(Text))}");
        }

        foreach (var step in script["steps"] as JsonArray ?? [])
        {
            lines.Add($"  step {Text(step!["number"])}, {((bool?)step["inTransaction"] == true ? "a transaction" : "not in a transaction")}:");
            foreach (var statement in step["statements"] as JsonArray ?? [])
            {
                lines.AddRange($"{Text(statement!["text"])};".Split('\n').Select((line, index) => index == 0 ? $"    line {Text(statement["line"])}: {line}" : $"      {line}"));
                lines.AddRange((statement["locks"] as JsonArray ?? []).Select(one => $"      locks {Text(one!["table"])}: {Text(one["mode"])}"));
            }
        }

        lines.AddRange((script["hazards"] as JsonArray ?? []).Select(hazard => $"  hazard {Text(hazard!["rule"])} {Text(hazard["severity"])}, line {Text(hazard["line"])}"));
    }

    private static string Text(JsonNode? value) => value switch
    {
        JsonValue single when single.TryGetValue<string>(out var text) => text,
        JsonObject map => string.Join(", ", map.Select(member => $"{member.Key} {Text(member.Value)}")),
        JsonArray { Count: 0 } => "none",
        JsonArray list when list.All(item => item is JsonValue) => string.Join(", ", list.Select(Text)),
        _ => CanonicalJson.Write(value),
    };
}
