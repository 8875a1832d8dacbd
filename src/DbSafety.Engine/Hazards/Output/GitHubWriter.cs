using DbSafety.Core.Results;

namespace DbSafety.Engine.Hazards.Output;

/// <summary>Workflow commands of GitHub Actions: <c>::error file=…,line=…,title=…::message</c>. What is allowed is not annotated.</summary>
internal static class GitHubWriter
{
    public static string Write(IReadOnlyList<MigrationHazard> hazards, string root) =>
        string.Join('\n', hazards.Where(hazard => hazard.AllowedBecause is null).Select(hazard => Command(hazard, root)));

    private static string Command(MigrationHazard hazard, string root)
    {
        var level = hazard.Severity switch { HazardSeverity.Error => "error", HazardSeverity.Warning => "warning", _ => "notice" };
        return FormattableString.Invariant($"::{level} file={Property(HazardDocuments.Relative(hazard.Path, root))},line={hazard.Line},col={hazard.Column},")
            + $"title={Property($"{hazard.Rule} {hazard.Title}")}::{Data($"{hazard.Reason}\nSafer:\n{hazard.SaferForm}")}";
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
