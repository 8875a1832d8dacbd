using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalogue;

namespace DbSafety.Engine.Hazards;

/// <summary>How much the rules weigh in one environment.</summary>
public sealed record HazardPolicy
{
    private static readonly IReadOnlyDictionary<string, HazardSeverity> Nothing = new Dictionary<string, HazardSeverity>();

    /// <summary>The rules that <c>dbsafety.yaml</c> sets, by id; the others weigh what they weigh by themselves.</summary>
    public IReadOnlyDictionary<string, HazardSeverity> Severities { get; init; } = Nothing;

    /// <summary>What <c>dbsafety.yaml</c> says of <see cref="SmallTable"/>.</summary>
    public long? SmallTableBytes { get; init; }

    /// <summary>Up to this size in bytes a table is small: an error about its locks is a warning there, since they are short.</summary>
    public long SmallTable => SmallTableBytes ?? 64L << 20;

    /// <summary>What the project says for all environments, with what this environment says on top.</summary>
    public HazardPolicy Over(HazardPolicy below)
    {
        ArgumentNullException.ThrowIfNull(below);
        if (below.Severities.Count == 0)
            return this with { SmallTableBytes = SmallTableBytes ?? below.SmallTableBytes };
        var merged = new Dictionary<string, HazardSeverity>(below.Severities);
        foreach (var (id, severity) in Severities)
            merged[id] = severity;
        return new HazardPolicy { Severities = merged, SmallTableBytes = SmallTableBytes ?? below.SmallTableBytes };
    }

    /// <param name="rule">The rule.</param>
    /// <param name="bytes">The size of the table that the finding is about; null where it is not known, or where it is about none.</param>
    internal HazardSeverity Severity(HazardRule rule, long? bytes)
    {
        // What somebody has set is meant as it stands.
        if (Severities.TryGetValue(rule.Id, out var set))
            return set;
        if (!rule.BySize || rule.Severity == HazardSeverity.Off || bytes is not { } known || known > SmallTable)
            return rule.Severity;
        return known == 0 ? HazardSeverity.Info : rule.Severity == HazardSeverity.Error ? HazardSeverity.Warning : HazardSeverity.Info;
    }
}
