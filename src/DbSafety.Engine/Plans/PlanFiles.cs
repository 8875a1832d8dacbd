using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Reports.Plans;

namespace DbSafety.Engine.Plans;

/// <summary>Writes the three files of a plan. Their names hold the digest's beginning, so the same plan is the same files.</summary>
internal static class PlanFiles
{
    public const string Folder = "plans";

    public static async Task<SafetyPlan> WriteAsync(SafetyPlan plan, ProjectFolder project, EnvironmentPolicy policy, string? folder, CancellationToken cancellationToken)
    {
        var place = folder ?? project.Resolve(Folder);
        Directory.CreateDirectory(place);
        var stem = Path.Combine(place, $"plan_{Safe(plan.Target)}_{Safe(plan.Migrations[^1].Id)}_{plan.Digest["sha256:".Length..][..12]}");
        plan = plan with { Path = stem + ".json", MarkdownPath = stem + ".md", HtmlPath = stem + ".html" };
        await WriteAsync(plan.Path!, PlanDocument.Write(plan, policy), cancellationToken);
        await WriteAsync(plan.MarkdownPath!, PlanMarkdown.Write(plan), cancellationToken);
        await WriteAsync(plan.HtmlPath!, PlanPage.Write(plan), cancellationToken);
        return plan;
    }

    // The same plan made again has newer observations: its files are replaced, whole.
    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(temporary, text, cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    private static string Safe(string name) => string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));
}
