using DbSafety.Core.Errors;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>How the run of a script ended.</summary>
/// <param name="StepsDone">How many of its steps are done and remain, those of an earlier attempt included.</param>
/// <param name="Error">What went wrong; null where all went well.</param>
/// <param name="IsUncertain">The connection was lost while a step ended, and whether it is done cannot be told now.</param>
internal sealed record ScriptResult(int StepsDone, DbSafetyException? Error = null, bool IsUncertain = false)
{
    /// <summary>Of the step that did not come to its end, so many keys of a backfill are gone through and remain so.</summary>
    public long KeysDone { get; init; }

    /// <summary>Nothing of the script remains.</summary>
    public bool IsNothing => StepsDone == 0 && KeysDone == 0 && !IsUncertain;

    /// <summary>A person cancelled it.</summary>
    public bool IsCancelled => Error?.Kind == ErrorKind.Cancelled;
}
