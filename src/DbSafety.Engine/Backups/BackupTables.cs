using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;

namespace DbSafety.Engine.Backups;

/// <summary>Chooses tables of a set.</summary>
public static class BackupTables
{
    /// <summary>The tables named, or all, in the set's order.</summary>
    /// <exception cref="DbSafetyException"><c>TableNotInBackup</c>.</exception>
    public static IReadOnlyList<ManifestTable> Choose(BackupSet set, IReadOnlyCollection<TableName>? tables)
    {
        if (tables is null || tables.Count == 0)
            return set.Manifest.Tables;
        var held = set.Manifest.Tables.Select(table => table.TableName).ToHashSet();
        foreach (var name in tables)
            if (!held.Contains(name))
                throw NotIn(set, name.ToString());
        var named = tables.ToHashSet();
        return [.. set.Manifest.Tables.Where(table => named.Contains(table.TableName))];
    }

    /// <summary>The tables of a set that the patterns mean; a bare name means a table of any schema.</summary>
    /// <exception cref="DbSafetyException"><c>TableNotInBackup</c>, <c>TableAmbiguous</c>.</exception>
    public static IReadOnlyCollection<TableName> Find(BackupSet set, IEnumerable<string> patterns)
    {
        var found = new List<TableName>();
        foreach (var text in patterns)
        {
            var pattern = new TablePattern(text);
            var names = set.Manifest.Tables.Select(table => table.TableName).ToList();
            var matching = names.Where(pattern.IsExactly).ToList() is { Count: > 0 } exact ? exact : [.. names.Where(pattern.Matches)];
            if (matching.Count == 0)
                throw NotIn(set, text);
            if (matching.Count > 1 && !pattern.HasWildcard)
                throw Ambiguous(text, matching);
            found.AddRange(matching);
        }

        return [.. found.Distinct()];
    }

    private static DbSafetyException NotIn(BackupSet set, string table) =>
        new("TableNotInBackup", ErrorKind.NotFound, $"Backup {set.Id} holds no table {table}.")
        {
            State = "Nothing was changed.",
            NextStep = $"It holds {string.Join(", ", set.Manifest.Tables.Select(item => item.QualifiedName).Take(20))}; other sets: dbsafety backups --table {table}",
        };

    private static DbSafetyException Ambiguous(string text, IReadOnlyList<TableName> matching) =>
        new("TableAmbiguous", ErrorKind.InvalidArgument, $"{text} can mean {string.Join(" or ", matching)}.")
        {
            State = "Nothing was changed.",
            NextStep = $"Name it with its schema, such as {matching[0]}.",
        };
}
