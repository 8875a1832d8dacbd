using DbSafety.Engine.Approvals.Requests;

namespace DbSafety.Engine.Approvals;

/// <summary>What was approved before a change, and by whom.</summary>
public sealed record ApprovalGrant
{
    /// <summary>The policy asks nobody.</summary>
    public static ApprovalGrant Nothing { get; } = new();

    /// <summary>The points that are open.</summary>
    public IReadOnlyList<ApprovalPoint> Points { get; init; } = [];

    /// <summary>The digest of the plan that was approved; null where none was made.</summary>
    public string? Plan { get; init; }

    /// <summary>Who approved.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Who acted alone, where others have to countersign; null where the people were there.</summary>
    public ActedAlone? Alone => Signed?.BreakGlass is { } decision ? new ActedAlone(decision.Key.Person.Name, decision.Statement.Reason) : null;

    /// <summary>The signatures; null where a person answered at a console.</summary>
    internal Judgement? Signed { get; init; }
}
