namespace DbSafety.Engine.Backups.Retention;

/// <summary>
/// Finds the sets without which a table would have no backup that counts: of each table the newest one that is proven and whole, or
/// where there is none, the newest one at all.
/// </summary>
internal static class LastBackups
{
    /// <summary>Why each of them must stay.</summary>
    /// <param name="sets">All sets of one database, newest first.</param>
    /// <param name="files">How many bytes each file has that is there.</param>
    public static ILookup<string, string> Of(IReadOnlyList<BackupSet> sets, IReadOnlyDictionary<string, long> files)
    {
        var covered = new HashSet<TableName>();
        var reasons = new List<(string Id, string Reason)>();
        Take(sets.Where(set => set.Proven is not null && Counts(set, files)), "It is the last proven backup of");
        Take(sets.Where(set => Counts(set, files)), "It is the newest backup, and none is proven, of");
        Take(sets, "It is the only kind of backup of");
        return reasons.ToLookup(item => item.Id, item => item.Reason);

        void Take(IEnumerable<BackupSet> candidates, string because)
        {
            foreach (var set in candidates)
                if (set.Manifest.Tables.Where(table => covered.Add(table.TableName)).Select(table => table.QualifiedName).ToList() is { Count: > 0 } names)
                    reasons.Add((set.Id, $"{because} {Some(names)}."));
        }
    }

    // A set of which files are missing, or which does not hold all rows, does not stand in for one that could be restored.
    private static bool Counts(BackupSet set, IReadOnlyDictionary<string, long> files) =>
        set.Manifest is { HasData: true, HasStructure: true, IsFiltered: false }
        && set.Manifest.Files.All(file => files.TryGetValue(file.Name, out var bytes) && bytes == file.Bytes);

    private static string Some(List<string> names) => names.Count <= 3
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(2))} and {names.Count - 2} other tables";
}
