using DbSafety.Core.Errors;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Hazards.Linting;

/// <summary>The refusal of a migration for its hazards.</summary>
internal static class HazardSummary
{
    /// <summary>The error for hazards that stop; null where none does.</summary>
    public static DbSafetyException? Refusal(IReadOnlyList<MigrationHazard> hazards, string state)
    {
        var stopping = hazards.Where(hazard => hazard.Stops).ToList();
        if (stopping.Count == 0)
            return null;
        var first = stopping[0];
        return new DbSafetyException("HazardsFound", ErrorKind.Refused,
            $"{(stopping.Count == 1 ? "A hazard" : $"{stopping.Count} hazards")} in {string.Join(", ", stopping.Select(hazard => hazard.Migration).Distinct().Take(3))}; the first is {first.Rule}, {Lower(first.Title)}: {first.Reason}")
        {
            State = state,
            NextStep = $"Write the safer form, which dbsafety lint shows; or, where it does no harm here, put before the statement: -- dbsafety: allow {first.Rule} because …",
            Script = first.Path,
            Line = first.Line,
            Column = first.Column,
            Detail = [.. stopping.Take(20).Select(Line)],
        };
    }

    /// <summary>A hazard in one line.</summary>
    public static string Line(MigrationHazard hazard) =>
        $"{System.IO.Path.GetFileName(hazard.Path)}:{hazard.Line} {hazard.Rule} {Lower(hazard.Severity.ToString())}{(hazard.Object is null ? "" : $", {hazard.Object}")}: {hazard.Reason}"
        + (hazard.AllowedBecause is { } reason ? $" Allowed: {reason}" : "");

    private static string Lower(string text) => text.Length > 1 && char.IsUpper(text[1]) ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
