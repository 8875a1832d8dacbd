namespace DbSafety.Engine.Hazards.Catalog;

/// <summary>What the rules may know of the target: the objects that the scripts name, and the server.</summary>
internal sealed record TargetFacts
{
    /// <summary>server_version_num, such as 150018.</summary>
    public int ServerVersion { get; init; }

    public IReadOnlyList<string> SearchPath { get; init; } = ["public"];

    public IReadOnlyList<TableFacts> Tables { get; init; } = [];

    /// <summary>The volatility of the functions that the scripts name: <c>v</c>, <c>s</c> or <c>i</c>, the worst of a name.</summary>
    public IReadOnlyDictionary<string, char> Functions { get; init; } = new Dictionary<string, char>();

    /// <summary>Domains with a constraint, by name.</summary>
    public IReadOnlySet<string> ConstrainedDomains { get; init; } = new HashSet<string>();

    /// <summary>The session's time zone is UTC: timestamp and timestamptz then have the same bytes.</summary>
    public bool IsUtc { get; init; }
}
