using System.IO.Enumeration;
using System.Reflection;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks;

/// <summary>Where runbooks are found: a file that is named, <c>runbooks/</c> of the project, and those that ship with DbSafety. The first wins.</summary>
public sealed class RunbookStore(ProjectFolder? project, IOperationHost host)
{
    private const string Prefix = "DbSafety.Engine.Runbooks.BuiltIn.";

    /// <summary>Names of all that can be found, without reading them.</summary>
    public IReadOnlyList<string> Names =>
        [.. ProjectFiles().Select(file => Path.GetFileNameWithoutExtension(file)!).Concat(BuiltIn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> BuiltIn => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]));

    /// <summary>Names that match one of the patterns, and paths of files; all names where there is no pattern.</summary>
    /// <exception cref="DbSafetyException"><c>RunbookNotFound</c>.</exception>
    public IReadOnlyList<string> Matching(IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
            return Names;
        var found = new List<string>();
        foreach (var pattern in patterns)
        {
            IReadOnlyList<string> names = IsFile(pattern) ? [pattern] : [.. Names.Where(name => FileSystemName.MatchesSimpleExpression(pattern, name))];
            if (names.Count == 0 && pattern.IndexOfAny(['*', '?']) < 0)
                throw RunbookErrors.NotFound(pattern, Names);
            found.AddRange(names);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reads a runbook.</summary>
    /// <exception cref="DbSafetyException"><c>RunbookNotFound</c>, or what is wrong in its file.</exception>
    public Runbook Load(string name)
    {
        if (IsFile(name))
        {
            var path = Path.GetFullPath(name, host.WorkingDirectory);
            return File.Exists(path) ? RunbookReader.Load(path) : throw RunbookErrors.NotFound(name, Names);
        }

        if (ProjectFiles().FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == name) is { } own)
            return RunbookReader.Load(own);
        return BuiltIn.Contains(name) ? LoadBuiltIn(name) : throw RunbookErrors.NotFound(name, Names);
    }

    private static Runbook LoadBuiltIn(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.yaml")!;
        using var reader = new StreamReader(stream);
        return RunbookReader.Parse(reader.ReadToEnd(), $"(built-in) {name}.yaml") with { IsBuiltIn = true };
    }

    private static bool IsFile(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<string> ProjectFiles() => project?.Resolve("runbooks") is { } folder && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.y*ml").Where(IsFile).Order(StringComparer.Ordinal)
        : [];
}
