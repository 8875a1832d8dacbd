namespace DbSafety.Engine.Hazards.Catalogue;

/// <summary>All rules.</summary>
internal static class HazardRules
{
    private static readonly Dictionary<string, HazardRule> ById =
        LockRules.All.Concat(CompatibilityRules.All).Concat(DataRules.All).Concat(HygieneRules.All).ToDictionary(rule => rule.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>In the order of their ids.</summary>
    public static IReadOnlyList<HazardRule> All { get; } = [.. ById.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public static IReadOnlyList<string> Ids { get; } = [.. All.Select(rule => rule.Id)];

    public static HazardRule? Find(string id) => ById.GetValueOrDefault(id);

    public static HazardRule Get(string id) => ById[id];

    /// <summary>The rules that a name of squawk's stands for.</summary>
    public static IEnumerable<HazardRule> OfSquawk(string name) => All.Where(rule => rule.Squawk.Contains(name, StringComparer.OrdinalIgnoreCase));
}
