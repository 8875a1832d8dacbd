using System.Text;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalogue;

namespace DbSafety.Engine.Hazards.Output;

/// <summary>The document of all rules, each under an anchor of its own, which findings point at.</summary>
internal static class HazardPage
{
    /// <summary>Where a finding's rule is described: the document, and the anchor in it.</summary>
    public static string Of(string rule) => $"docs/hazards.md#{rule.ToLowerInvariant()}";

    public static string Write()
    {
        var page = new StringBuilder();
        page.Append("""
            # Hazards

            Every finding of `dbsafety lint`, of a plan and of a migration has one of these ids. What weighs **by size** is an error on a large
            table only: it weighs one degree less on a small one (`hazards.smallTable` in `dbsafety.yaml`, 64 MB), and nothing on an empty one.
            A project sets a rule in `dbsafety.yaml`, for all environments or for one: `hazards: { LK01: warning, RB04: off }`. A script allows one with a reason:
            `-- dbsafety: allow LK01 because the table is empty`.

            Each finding says what it rests on: `text`, the words of the script; `catalog`, also what the target says of the table; `measured`,
            what a rehearsal of the very scripts showed.

            """.ReplaceLineEndings("\n"));
        foreach (var group in HazardRules.All.GroupBy(rule => rule.Id[..2]))
        {
            page.Append($"\n## {Group(group.Key)}\n");
            foreach (var rule in group)
                Rule(page, rule);
        }

        return page.ToString();
    }

    private static void Rule(StringBuilder page, HazardRule rule)
    {
        page.Append($"\n<a id=\"{rule.Id.ToLowerInvariant()}\"></a>\n### {rule.Id} {rule.Title}\n\n{rule.Why}\n\n- weighs: {Weight(rule)}\n- safer: {rule.Safer.TrimEnd('.')}\n");
        if (rule.Squawk.Count > 0)
            page.Append($"- squawk: {string.Join(", ", rule.Squawk.Select(name => $"`{name}`"))}\n");
    }

    private static string Weight(HazardRule rule) => (rule.Severity == HazardSeverity.Off ? "off unless set" : rule.Severity.ToString().ToLowerInvariant()) + (rule.BySize ? ", by size" : "");

    private static string Group(string prefix) => prefix switch
    {
        "LK" => "LK: holds up the traffic",
        "CP" => "CP: breaks running applications",
        "DS" => "DS: destroys data or changes privileges",
        "RB" => "RB: robustness",
        _ => "TY: types",
    };
}
