namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>Finds what would go wrong in a run before anything is run.</summary>
public static class RunbookChecker
{
    /// <summary>All problems of a runbook and of those that it can reach, by file and place.</summary>
    public static IReadOnlyList<RunbookProblem> Check(RunbookLibrary library)
    {
        var problems = new List<RunbookProblem>(library.Problems);
        foreach (var runbook in library.All.Values)
        {
            problems.AddRange(CommandCheck.Of(runbook));
            problems.AddRange(ReferenceCheck.Of(runbook));
            problems.AddRange(HandoverCheck.Of(runbook, library));
        }

        return [.. problems.Distinct().OrderBy(problem => problem.Path != library.Root.Path).ThenBy(problem => problem.Path, StringComparer.Ordinal)
            .ThenBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column)];
    }
}
