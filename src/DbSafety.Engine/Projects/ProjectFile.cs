using System.Security.Cryptography;
using System.Text;
using DbSafety.Engine.Projects.Approving;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads <c>dbsafety.yaml</c>. All that is wrong in it is told at once, each with line and column.</summary>
internal static class ProjectFile
{
    public static ProjectConfiguration Load(string path) => Parse(YamlText.Read(path), path);

    public static ProjectConfiguration Parse(string text, string path)
    {
        var problems = new YamlProblems(path);
        var root = YamlValues.Open(YamlDocumentReader.Read(text, path), "",
            ["version", "name", "defaultTarget", "targets", "environments", "migrations", "backups", "checks", "hazards", "health", "approvals"], problems);
        CheckVersion(root);
        var warnings = new List<string>();
        var environments = EnvironmentSection.Read(root);
        var targets = TargetSection.Read(root, environments, warnings);
        var health = root.Group("health", "thresholds", "queries");
        var configuration = new ProjectConfiguration
        {
            Name = root.Text("name") is { Length: > 0 } name ? name : FolderName(path),
            DefaultTarget = DefaultTarget(root, targets),
            Targets = targets,
            Environments = environments,
            Hazards = HazardSection.Read(root),
            Approvals = Approvals(root, path),
            Digest = "sha256:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant(),
            Migrations = MigrationSection.Read(root),
            BackupsFolder = root.Group("backups", "folder").Text("folder") ?? "backups",
            Checks = CheckSection.Read(root),
            Thresholds = HealthSection.Thresholds(health),
            Queries = HealthSection.Queries(health),
            Warnings = warnings,
        };
        problems.ThrowIfAny();
        return configuration;
    }

    private static void CheckVersion(YamlValues root)
    {
        var version = root.RequiredText("version", "1");
        if (version is not ("" or "1"))
            root.Invalid(root.Node("version")!, "version must be 1.", "Write version: 1, or use the dbsafety that the file was written for.");
    }

    private static ApprovalBook Approvals(YamlValues root, string path)
    {
        var group = root.Group("approvals", "people", "policyFile");
        return new ApprovalBook { People = ApprovalSection.People(group.Node("people"), "approvals.people", root.Problems), Path = path, PolicyFile = group.Text("policyFile") };
    }

    private static string? DefaultTarget(YamlValues root, IReadOnlyList<TargetSettings> targets)
    {
        var name = root.Text("defaultTarget");
        var names = targets.Select(target => target.Name).ToList();
        if (name is null || names.Contains(name))
            return name;
        root.Invalid(root.Node("defaultTarget")!, $"defaultTarget names a target that is not declared. {NearestWord.DidYouMean(name, names)}".TrimEnd(),
            names.Count > 0 ? $"Write one of: {string.Join(", ", names)}." : "Declare a target under 'targets:'.");
        return null;
    }

    // The folder is mostly called 'database': the one above has the better name.
    internal static string FolderName(string path)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return folder is { Name: "database", Parent: { Parent: not null } above } ? above.Name : folder.Name;
    }
}
