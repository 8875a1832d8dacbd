using DbSafety.Core.Errors;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>What can be wrong with a runbook before it is run.</summary>
internal static class RunbookErrors
{
    /// <summary>The YAML room names its errors after the project's file; of a runbook they are told as a runbook's.</summary>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DbSafetyException error) when (error.Id.StartsWith("Project", StringComparison.Ordinal) && error.Kind == ErrorKind.InvalidProject)
        {
            throw new DbSafetyException("Runbook" + error.Id["Project".Length..], error.Kind, error.Message, error.InnerException)
            {
                State = "Nothing was run.",
                NextStep = error.NextStep,
                Script = error.Script,
                Line = error.Line,
                Column = error.Column,
                Detail = error.Detail,
            };
        }
    }

    public static DbSafetyException NotFound(string name, IEnumerable<string> known) =>
        new("RunbookNotFound", ErrorKind.NotFound, $"There is no runbook '{name}'. {Projects.NearestWord.DidYouMean(name, known)}".TrimEnd())
        {
            State = "Nothing was run.",
            NextStep = "dbsafety runbooks lists them; one of your own is a file runbooks/<name>.yaml in the project.",
        };
}
