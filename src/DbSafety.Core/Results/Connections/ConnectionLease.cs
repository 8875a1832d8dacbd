namespace DbSafety.Core.Results.Connections;

/// <summary>A suspension of the applications of one database, whose prior state is kept until it is given back.</summary>
public sealed record ConnectionLease
{
    /// <summary>The lease's id.</summary>
    public required string Id { get; init; }

    /// <summary>The target; null for a connection that is no target.</summary>
    public string? Target { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>How the applications are kept out.</summary>
    public required SuspensionWay Way { get; init; }

    /// <summary>Where it stands.</summary>
    public required LeaseState State { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it ends: from then on every command warns. Nobody is let in by the clock.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The roles that are kept out: those that lost CONNECT (PUBLIC among them), or their login.</summary>
    public IReadOnlyList<string> KeptOut { get; init; } = [];

    /// <summary>Roles with a login that can connect all the same, such as superusers.</summary>
    public IReadOnlyList<string> StillAllowed { get; init; } = [];

    /// <summary>Sessions that this command ended.</summary>
    public int Ended { get; init; }

    /// <summary>Sessions of applications that are still there.</summary>
    public int Remaining { get; init; }

    /// <summary>The file that keeps the prior state; null once it is given back.</summary>
    public string? File { get; init; }

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
