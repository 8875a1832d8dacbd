namespace DbSafety.Engine.Projects.Approving;

/// <summary>The people of the policy, and where the policy stands.</summary>
public sealed record ApprovalBook
{
    /// <summary>Everybody whom it knows, by name.</summary>
    public IReadOnlyList<ApprovalPerson> People { get; init; } = [];

    /// <summary>The file, full path: <c>dbsafety.yaml</c>, or the one elsewhere that goes before it.</summary>
    public string? Path { get; init; }

    /// <summary>The rules of that other file by environment; null where those of <c>dbsafety.yaml</c> hold.</summary>
    public IReadOnlyDictionary<string, ApprovalPolicy>? Environments { get; init; }

    /// <summary>The file that <c>dbsafety.yaml</c> names, as it writes it; null where it names none.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>The policy of an environment.</summary>
    public EnvironmentPolicy Over(EnvironmentPolicy policy) => Environments is null || policy.Name == EnvironmentPolicy.Sandbox ? policy
        : policy with { Approvals = Environments.GetValueOrDefault(policy.Name) ?? ApprovalPolicy.Default(policy.IsProduction) };
}
