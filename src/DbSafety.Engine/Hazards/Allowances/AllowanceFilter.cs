using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Hazards.Allowances;

/// <summary>Marks what a script's comments allow, and judges the comments themselves.</summary>
internal static class AllowanceFilter
{
    public static IReadOnlyList<MigrationHazard> Apply(ChainScript script, IReadOnlyList<Finding> findings, HazardPolicy policy, bool isMeasured = false)
    {
        if (!script.IsJudged)
            return [];
        var allowances = AllowanceReader.Read(script.Script);
        var valid = allowances.Where(allowance => allowance.Reason is not null && (allowance.Rules.Count > 0 || allowance.Unknown.Count == 0)).ToList();
        var used = new HashSet<Allowance>(ReferenceEqualityComparer.Instance);
        var hazards = new List<MigrationHazard>();
        foreach (var finding in findings)
        {
            var allowance = valid.Find(candidate => candidate.Covers(finding));
            foreach (var covering in allowances.Where(candidate => candidate.Covers(finding)))
                used.Add(covering);
            hazards.Add(Hazard(finding, allowance?.Reason));
        }

        hazards.AddRange(allowances.SelectMany(allowance => OfComment(allowance, used.Contains(allowance) || (!isMeasured && MayBeMeasured(allowance)), script, policy)));
        return [.. hazards.Where(hazard => hazard.Severity != HazardSeverity.Off).OrderBy(hazard => hazard.Line).ThenBy(hazard => hazard.Column).ThenBy(hazard => hazard.Rule, StringComparer.Ordinal).ThenBy(hazard => hazard.Object, StringComparer.Ordinal)];
    }

    private static MigrationHazard Hazard(Finding finding, string? allowedBecause)
    {
        var (script, statement) = (finding.Context.Script, finding.Context.Statement);
        return new MigrationHazard(finding.Rule.Id, finding.Severity, finding.Rule.Title, script.Id, script.Path, statement.Line, statement.Column,
            finding.Object, finding.Reason, finding.SaferForm, allowedBecause, FirstWords(SecretText.Hide(statement.Text)))
        { Evidence = finding.Evidence };
    }

    // Whether anything needs it only a rehearsal, or the run itself, can tell.
    private static bool MayBeMeasured(Allowance allowance) => allowance.Rules.Any(rule => rule is "LK25" or "LK33" or "DS05");

    private static IEnumerable<MigrationHazard> OfComment(Allowance allowance, bool used, ChainScript script, HazardPolicy policy)
    {
        if (allowance.Reason is null)
            yield return OfComment("RB13", allowance, script, policy, "The allowance says no 'because', and is not taken.",
                $"-- dbsafety: {(allowance.Statement is null ? "allow-file" : "allow")} {string.Join(", ", allowance.Rules.DefaultIfEmpty("LK01"))} because …");
        foreach (var name in allowance.Unknown)
            yield return OfComment("RB07", allowance, script, policy, $"There is no rule '{name}'. {NearestWord.DidYouMean(name, HazardRules.Ids)}".TrimEnd(), "Remove the comment, or write the rule's id.");
        if (!used && allowance is { Reason: not null, Unknown.Count: 0 })
            yield return OfComment("RB07", allowance, script, policy, $"Nothing here needs '{allowance.Text.Trim()}'.", "Remove the comment.");
    }

    private static MigrationHazard OfComment(string rule, Allowance allowance, ChainScript script, HazardPolicy policy, string reason, string safer)
    {
        var known = HazardRules.Get(rule);
        return new MigrationHazard(rule, policy.Severity(known, null), known.Title, script.Id, script.Path, allowance.Line, 1, null, reason, safer, null, allowance.Text);
    }

    /// <summary>A statement's beginning on one line.</summary>
    public static string FirstWords(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 120 ? line : line[..119] + "…";
    }
}
