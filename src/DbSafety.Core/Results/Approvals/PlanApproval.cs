namespace DbSafety.Core.Results.Approvals;

/// <summary>A plan, and how far it is with its approval.</summary>
public sealed record PlanApproval
{
    /// <summary>The digest of the plan.</summary>
    public required string Plan { get; init; }

    /// <summary>The plan's file.</summary>
    public required string Path { get; init; }

    /// <summary>What would be done: <c>migrate</c>, <c>rollback</c>, <c>restore</c>, <c>baseline</c>, <c>runbook</c>, or <c>owed</c> for what was done already.</summary>
    public required string Action { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The target's environment.</summary>
    public required string Environment { get; init; }

    /// <summary>How far it is.</summary>
    public PlanApprovalState State { get; init; }

    /// <summary>Who asked, and why; null where nobody has.</summary>
    public string? Requester { get; init; }

    /// <summary>Why it is to be done.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Until when it may be run.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>How many different people have to sign.</summary>
    public int PeopleNeeded { get; init; } = 1;

    /// <summary>The decisions that count.</summary>
    public IReadOnlyList<PlanDecision> Decisions { get; init; } = [];

    /// <summary>What does not count, and why.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What the plan says, line by line, as its digest holds it.</summary>
    public IReadOnlyList<string> Content { get; init; } = [];

    /// <summary>The bytes that are to be signed elsewhere; null where nothing was prepared.</summary>
    public string? ToSign { get; init; }

    /// <summary>What to run next.</summary>
    public string? NextStep { get; init; }
}
