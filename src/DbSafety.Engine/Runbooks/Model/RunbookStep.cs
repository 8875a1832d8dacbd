using DbSafety.Engine.Runbooks.Conditions;

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>One part of a procedure.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Place">Where it stands.</param>
public sealed record RunbookStep(StepAction Action, SourcePlace Place)
{
    /// <summary>The sentence that a responder reads; a step within a group may have none.</summary>
    public string? Sentence { get; init; }

    /// <summary>The name of its result, as in <c>$steps.id</c>.</summary>
    public string? Id { get; init; }

    /// <summary>It is left out where this is false.</summary>
    public Condition? When { get; init; }

    /// <summary>What has to be true of every object that it gives.</summary>
    public Condition? Expect { get; init; }

    /// <summary>How long one attempt may take; null for the default of its command.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether and how it is tried again.</summary>
    public RetryRule? Retry { get; init; }

    /// <summary>What is done about it when it was under way as the run was cut off; null for the default of its command.</summary>
    public ResumeRule? Resume { get; init; }

    /// <summary>What is done when it fails.</summary>
    public FailureRule OnFailure { get; init; } = FailureRule.Stop;

    /// <summary>What a person reads: the sentence, or what is done.</summary>
    public string Title => Sentence ?? Action.Summary;
}
