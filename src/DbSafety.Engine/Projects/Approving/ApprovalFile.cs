using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects.Approving;

/// <summary>
/// A policy that stands elsewhere, where the author of a change cannot write: the file that DBSAFETY_APPROVAL_POLICY names on the machine
/// that runs, or else the one that <c>dbsafety.yaml</c> names. What it says goes before <c>dbsafety.yaml</c>, wholly.
/// </summary>
internal static class ApprovalFile
{
    /// <summary>The environment variable. Whoever runs a machine sets it, so that no project on it can choose a policy of its own.</summary>
    public const string Variable = "DBSAFETY_APPROVAL_POLICY";

    /// <exception cref="DbSafetyException"><c>ApprovalPolicyNotFound</c>, or what is wrong in the file.</exception>
    public static ProjectConfiguration Apply(ProjectConfiguration configuration, string projectFolder, IOperationHost host)
    {
        var named = host.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : configuration.Approvals.PolicyFile;
        if (named is null)
            return configuration;
        var path = Path.GetFullPath(named, projectFolder);
        if (!File.Exists(path))
        {
            throw new DbSafetyException("ApprovalPolicyNotFound", ErrorKind.InvalidProject, $"The approval policy {path} is not there, so nobody can say who approves.")
            {
                State = "Nothing was changed.",
                NextStep = $"Put the file there, or correct approvals.policyFile in dbsafety.yaml (or {Variable}).",
            };
        }

        return configuration with { Approvals = Parse(YamlText.Read(path), path, configuration) };
    }

    private static ApprovalBook Parse(string text, string path, ProjectConfiguration configuration)
    {
        var problems = new YamlProblems(path);
        var root = YamlValues.Open(YamlDocumentReader.Read(text, path), "", ["version", "people", "environments"], problems);
        var environments = new Dictionary<string, ApprovalPolicy>(StringComparer.Ordinal);
        foreach (var (key, node) in YamlValues.OpenNames(root.Node("environments"), "environments", problems))
            environments[key.Value] = ApprovalSection.Read(node, $"environments.{key.Value}", ApprovalPolicy.Default(configuration.PolicyOf(key.Value).IsProduction), problems);
        var people = ApprovalSection.People(root.Node("people"), "people", problems);
        problems.ThrowIfAny();
        return configuration.Approvals with { People = people, Path = path, Environments = environments };
    }
}
