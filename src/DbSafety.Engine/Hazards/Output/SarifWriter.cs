using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalogue;

namespace DbSafety.Engine.Hazards.Output;

/// <summary>SARIF 2.1.0 (OASIS), as GitHub's code scanning and others read it.</summary>
internal static class SarifWriter
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<MigrationHazard> hazards, string root)
    {
        var rules = hazards.Select(hazard => hazard.Rule).Distinct().Order(StringComparer.Ordinal).ToList();
        var document = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "DbSafety",
                        ["semanticVersion"] = typeof(SarifWriter).Assembly.GetName().Version!.ToString(3),
                        ["rules"] = new JsonArray([.. rules.Select(id => Rule(HazardRules.Get(id)))]),
                    },
                },
                ["columnKind"] = "unicodeCodePoints",
                ["results"] = new JsonArray([.. hazards.Select(hazard => Result(hazard, rules.IndexOf(hazard.Rule), root))]),
            }),
        };
        return document.ToJsonString(Options);
    }

    private static JsonObject Rule(HazardRule rule) => new()
    {
        ["id"] = rule.Id,
        ["name"] = rule.Title,
        ["shortDescription"] = Text(rule.Title),
        ["fullDescription"] = Text(rule.Why),
        ["help"] = Text($"{rule.Why} Safer: {rule.Safer}. See {HazardPage.Of(rule.Id)}"),
        ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.Severity) },
    };

    private static JsonObject Result(MigrationHazard hazard, int rule, string root)
    {
        var result = new JsonObject
        {
            ["ruleId"] = hazard.Rule,
            ["ruleIndex"] = rule,
            ["level"] = Level(hazard.Severity),
            ["message"] = Text($"{hazard.Reason}\nSafer:\n{hazard.SaferForm}"),
            ["locations"] = new JsonArray(new JsonObject
            {
                ["physicalLocation"] = new JsonObject
                {
                    ["artifactLocation"] = new JsonObject { ["uri"] = Uri.EscapeDataString(HazardDocuments.Relative(hazard.Path, root)).Replace("%2F", "/", StringComparison.Ordinal) },
                    ["region"] = new JsonObject { ["startLine"] = hazard.Line, ["startColumn"] = hazard.Column },
                },
            }),
            ["partialFingerprints"] = new JsonObject { ["dbsafety/v1"] = HazardFingerprint.Of(hazard) },
        };
        if (hazard.AllowedBecause is { } reason)
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "inSource", ["justification"] = reason });
        return result;
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };

    private static string Level(HazardSeverity severity) => severity switch
    {
        HazardSeverity.Error => "error",
        HazardSeverity.Warning => "warning",
        HazardSeverity.Info => "note",
        _ => "none",
    };
}
