using DbSafety.Core.Results;

namespace DbSafety.Engine.Hazards.Output;

/// <summary>Hazards as a document for another program.</summary>
internal static class HazardDocuments
{
    /// <param name="hazards">What was found.</param>
    /// <param name="root">The folder that paths are written from, mostly that of the repository.</param>
    public static TextDocument Write(HazardFormat format, IReadOnlyList<MigrationHazard> hazards, string root) => format switch
    {
        HazardFormat.Sarif => new TextDocument("sarif", SarifWriter.Write(hazards, root)),
        HazardFormat.GitHub => new TextDocument("github", GitHubWriter.Write(hazards, root)),
        HazardFormat.GitLab => new TextDocument("gitlab", GitLabWriter.Write(hazards, root)),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A list is no document."),
    };

    /// <summary>A path as a repository writes it.</summary>
    public static string Relative(string path, string root) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
