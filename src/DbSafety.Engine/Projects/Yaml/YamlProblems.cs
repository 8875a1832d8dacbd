using DbSafety.Core.Errors;

namespace DbSafety.Engine.Projects.Yaml;

/// <summary>Collects what is wrong in one file, so that a person mends it all at once. No message holds a value that may be a secret.</summary>
internal sealed class YamlProblems(string path)
{
    // Who has made so many mistakes has made one, in many places.
    private const int Most = 100;

    private readonly List<YamlProblem> _all = [];

    public string Path { get; } = path;

    public void Add(string id, YamlNode where, string message, string next)
    {
        if (_all.Count < Most)
            _all.Add(new YamlProblem(id, message, next, where.Line, where.Column));
    }

    /// <summary>Throws the first problem by its place; the others stand in its detail.</summary>
    public void ThrowIfAny()
    {
        var ordered = _all.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList();
        if (ordered.Count > 0)
            throw Error(Path, ordered[0], [.. ordered.Skip(1).Select(problem => $"Also, line {problem.Line}, column {problem.Column}: {problem.Message}")]);
    }

    /// <summary>The error for a problem that ends the reading.</summary>
    public static DbSafetyException Error(string path, YamlProblem problem, IReadOnlyList<string>? others = null)
    {
        var place = problem.Line > 0 ? $"{path}, line {problem.Line}, column {problem.Column}: " : $"{path}: ";
        return new DbSafetyException(problem.Id, ErrorKind.InvalidProject, place + problem.Message)
        {
            State = "Nothing was changed.",
            NextStep = problem.Next,
            Script = path,
            Line = problem.Line > 0 ? problem.Line : null,
            Column = problem.Line > 0 ? problem.Column : null,
            Detail = others ?? [],
        };
    }
}
