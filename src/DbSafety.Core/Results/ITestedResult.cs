namespace DbSafety.Core.Results;

/// <summary>The result of a test that can end badly without being an error of the command.</summary>
public interface ITestedResult
{
    /// <summary>False where a person has to look at it: the process then ends with <see cref="Errors.ExitCode.CheckFailed"/>.</summary>
    bool Passed { get; }
}
