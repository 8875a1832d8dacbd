namespace DbSafety.Engine.Backups.Retention;

/// <summary>Decides which sets go, and says of each set why it goes or stays.</summary>
public static class RetentionPlanner
{
    /// <summary>Plans by rules, over all sets of one database.</summary>
    /// <param name="sets">The sets, newest first.</param>
    /// <param name="files">How many bytes each file has that is there.</param>
    /// <param name="needed">Sets that something else still needs, and why.</param>
    public static IReadOnlyList<RetentionItem> Plan(
        IReadOnlyList<BackupSet> sets, IReadOnlyDictionary<string, long> files, RetentionRules rules, IReadOnlyDictionary<string, string> needed, DateTimeOffset now)
    {
        var last = LastBackups.Of(sets, files);
        var kept = sets.GroupBy(KindOf).SelectMany(kind => rules.Keeps([.. kind], now)).SelectMany(group => group, (group, reason) => (group.Key, reason))
            .ToLookup(item => item.Key, item => item.reason);
        return [.. sets.Select(set => Item(set, [.. kept[set.Id], .. last[set.Id], .. Needed(needed, set)], "No rule keeps it."))];
    }

    /// <summary>Plans the removal of one set that a person named.</summary>
    public static RetentionItem PlanOne(BackupSet named, IReadOnlyList<BackupSet> sets, IReadOnlyDictionary<string, long> files, IReadOnlyDictionary<string, string> needed) =>
        Item(named, [.. LastBackups.Of(sets, files)[named.Id], .. Needed(needed, named)], "It was named.");

    private static RetentionItem Item(BackupSet set, IReadOnlyList<string> reasons, string otherwise) =>
        reasons.Count == 0 ? new RetentionItem(set, true, [otherwise]) : new RetentionItem(set, false, reasons);

    private static IEnumerable<string> Needed(IReadOnlyDictionary<string, string> needed, BackupSet set) =>
        needed.TryGetValue(set.Id, out var reason) ? [reason] : [];

    // Nightly sets of everything and sets of two tables that a migration took are not counted against each other.
    private static string KindOf(BackupSet set) => $"{set.Manifest.HasData} {set.Manifest.HasStructure} {set.Manifest.IsFiltered} " + set.Manifest.Scope switch
    {
        "database" => "database",
        "schemas" => string.Join('\n', set.Manifest.Tables.Select(table => table.Schema).Distinct().Order(StringComparer.Ordinal)),
        _ => string.Join('\n', set.Manifest.Tables.Select(table => table.QualifiedName).Order(StringComparer.Ordinal)),
    };
}
