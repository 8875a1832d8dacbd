using DbSafety.Core.Hosting;

namespace DbSafety.Core.Results.Runs;

/// <summary>One step of a run.</summary>
/// <param name="Address">Its number, with those of the groups and runbooks that it stands in: <c>2</c>, <c>2.1</c>, <c>2&gt;rollback-failed/1</c>.</param>
/// <param name="Name">The sentence of the procedure.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Action">What it does, in a few words.</param>
/// <param name="Effect">What it would do.</param>
/// <param name="Started">When it began; null where it did not.</param>
/// <param name="Duration">How long it took; null where it has not ended.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Detail">What it gave, why it failed, or what is asked, for a person.</param>
/// <param name="ErrorId">The stable id of the error that it failed with.</param>
public sealed record SafetyRunStep(
    string Address,
    string Name,
    StepState State,
    string Action,
    StepEffect Effect,
    DateTimeOffset? Started,
    TimeSpan? Duration,
    int Attempts,
    string? Detail,
    string? ErrorId);
