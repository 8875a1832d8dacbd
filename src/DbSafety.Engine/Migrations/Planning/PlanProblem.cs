using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>Why a run is refused before anything is touched.</summary>
/// <param name="Id">The error's id.</param>
/// <param name="Kind">What kind of trouble it is.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="NextStep">The way out.</param>
public sealed record PlanProblem(string Id, ErrorKind Kind, string Message, string NextStep)
{
    public string? Path { get; init; }

    public int? Line { get; init; }

    public int? Column { get; init; }

    public static PlanProblem Of(ScriptProblem problem) =>
        new(problem.Id, ErrorKind.InvalidScript, problem.ToString(), problem.NextStep ?? "Mend the file, then run the command again.")
        {
            Path = problem.Path,
            Line = problem.Line,
            Column = problem.Column,
        };

    /// <summary>Throws when there are problems: one as itself, several as one error that lists them all.</summary>
    public static void ThrowIfAny(IReadOnlyCollection<PlanProblem> problems)
    {
        if (problems.Count == 0)
            return;
        var first = problems.First();
        var sole = problems.Count == 1;
        throw new DbSafetyException(sole ? first.Id : "MigrationsRefused", first.Kind, sole ? first.Message : $"{problems.Count} things are wrong; the first: {first.Message}")
        {
            State = "Nothing was changed.",
            NextStep = first.NextStep,
            Script = first.Path,
            Line = first.Line,
            Column = first.Column,
            Detail = sole ? [] : [.. problems.Select(problem => $"{problem.Message} ({problem.Id}) {problem.NextStep}")],
        };
    }
}
