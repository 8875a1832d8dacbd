using System.Security.Cryptography;
using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads a runbook's file. All that is wrong in it is told at once, each with line and column; nothing is looked up.</summary>
public static class RunbookReader
{
    /// <summary>The version of the format that this tool reads.</summary>
    public const int SchemaVersion = 1;

    /// <exception cref="DbSafetyException">The file cannot be read, or is not a runbook.</exception>
    public static Runbook Load(string path) => RunbookErrors.Guard(() => Parse(YamlText.Read(path), path));

    /// <exception cref="DbSafetyException">The text is not a runbook.</exception>
    public static Runbook Parse(string text, string path) => RunbookErrors.Guard(() => Read(text, path));

    private static Runbook Read(string text, string path)
    {
        var problems = new YamlProblems(path);
        var node = YamlDocumentReader.Read(text, path);
        var root = YamlValues.Open(node, "", ["runbook", "name", "description", "trigger", "inputs", "commands", "steps", "always"], problems);
        var version = root.RequiredText("runbook", "1");
        if (version is not ("" or "1"))
            root.Invalid(root.Node("runbook")!, "runbook must be 1, the version of the format.", "Write runbook: 1, or use the dbsafety that the file was written for.");
        var runbook = new Runbook(Name(root, path), path, text, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant())
        {
            Description = root.Text("description"),
            Trigger = root.Text("trigger"),
            Inputs = InputReader.Read(root),
            Commands = ForeignCommandReader.Read(root),
            Steps = StepReader.Sequence(root, "steps", topLevel: true),
            Always = root.Has("always") ? StepReader.Sequence(root, "always", topLevel: true) : [],
        };
        if (!root.Has("steps"))
            root.Invalid(node is YamlMap { Entries: [.., var last] } ? last.Key : new YamlScalar("", false, 1, 1), "steps is missing: a runbook is a list of steps.", "Add steps:, and under it one '- step: …' for each step of the procedure.");
        problems.ThrowIfAny();
        return runbook;
    }

    private static string Name(YamlValues root, string path)
    {
        var name = root.Text("name") ?? System.IO.Path.GetFileNameWithoutExtension(path);
        if (!RunbookNames.IsName(name))
            root.Invalid(root.Node("name") ?? new YamlScalar("", false, 1, 1), "A runbook's name is made of small letters, digits and hyphens.", "Write a name such as migration-failed.");
        return name;
    }
}
