using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Hazards.Output;

/// <summary>The code quality report of GitLab. What is allowed is not in it.</summary>
internal static class GitLabWriter
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<MigrationHazard> hazards, string root)
    {
        // GitLab drops the second of two entries with one fingerprint.
        var seen = new Dictionary<string, int>();
        var entries = hazards.Where(hazard => hazard.AllowedBecause is null).Select(hazard => (JsonNode)Entry(hazard, root, seen)).ToArray();
        return new JsonArray(entries).ToJsonString(Options);
    }

    private static JsonObject Entry(MigrationHazard hazard, string root, Dictionary<string, int> seen)
    {
        var fingerprint = HazardFingerprint.Of(hazard);
        var count = seen[fingerprint] = seen.GetValueOrDefault(fingerprint) + 1;
        return new JsonObject
        {
            ["type"] = "issue",
            ["check_name"] = hazard.Rule,
            ["description"] = $"{hazard.Rule} {hazard.Title}: {hazard.Reason}",
            ["content"] = new JsonObject { ["body"] = $"Safer:\n\n```sql\n{hazard.SaferForm}\n```" },
            ["categories"] = new JsonArray(hazard.Rule[..2] switch { "LK" => "Performance", "CP" => "Compatibility", "DS" => "Security", _ => "Bug Risk" }),
            ["severity"] = hazard.Severity switch { HazardSeverity.Error => "critical", HazardSeverity.Warning => "minor", _ => "info" },
            ["fingerprint"] = count == 1 ? fingerprint : $"{fingerprint}{count}",
            ["location"] = new JsonObject { ["path"] = HazardDocuments.Relative(hazard.Path, root), ["lines"] = new JsonObject { ["begin"] = hazard.Line } },
        };
    }
}
