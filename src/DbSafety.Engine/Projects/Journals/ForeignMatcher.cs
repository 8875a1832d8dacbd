using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Projects.Journals;

/// <summary>Leads the lines of a foreign journal to the project's files.</summary>
internal static class ForeignMatcher
{
    public static ForeignMatch Match(ForeignJournal journal, MigrationCatalog catalog)
    {
        var found = new Dictionary<MigrationSource, ForeignEntry>(ReferenceEqualityComparer.Instance);
        var unknown = new List<ForeignEntry>();
        foreach (var entry in journal.Entries)
        {
            var sources = Find(entry, journal.Matching, catalog, found);
            foreach (var source in sources)
                found[source] = entry;
            if (sources.Count == 0)
                unknown.Add(entry);
        }

        var ordered = catalog.Sources.Where(found.ContainsKey).Select(source => KeyValuePair.Create(source, found[source])).ToList();
        return new ForeignMatch([.. ordered.Where(pair => Ended(pair.Key, pair.Value))], [.. ordered.Where(pair => !Ended(pair.Key, pair.Value))], unknown);
    }

    // Of a line that stands for all before it, only the last one can have failed.
    private static bool Ended(MigrationSource source, ForeignEntry entry) =>
        entry.Succeeded || (entry.CoversEarlier && Identity(source) != MigrationVersion.Numeric(entry.Key).Identity);

    private static IReadOnlyList<MigrationSource> Find(
        ForeignEntry entry, ForeignMatching matching, MigrationCatalog catalog, Dictionary<MigrationSource, ForeignEntry> found)
    {
        var versioned = catalog.Sources.Where(source => source.Repeats == RepeatableKind.Once);
        if (entry.CoversEarlier)
        {
            var last = MigrationVersion.Numeric(entry.Key);
            return [.. versioned.Where(source => Number(source) is { } number && number <= last)];
        }

        var match = matching switch
        {
            ForeignMatching.Version => versioned.FirstOrDefault(source => Identity(source) == MigrationVersion.Numeric(entry.Key).Identity) ?? ByName(entry.Name, catalog),
            ForeignMatching.Name => ByName(entry.Key, catalog),
            // The first line of a reworked change belongs to its first script.
            ForeignMatching.Change => catalog.Sources.FirstOrDefault(source => source.Id.Split('@')[0] == entry.Key && !found.ContainsKey(source)),
            _ => null,
        };
        return match is null ? [] : [match];
    }

    // DbUp writes the assembly's or folder's path before the name: Shop.Scripts.0001_create.sql, scripts/0001_create.sql.
    private static MigrationSource? ByName(string name, MigrationCatalog catalog)
    {
        var stem = name.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        return catalog.Sources.Where(source => stem.EndsWith(source.Id, StringComparison.OrdinalIgnoreCase)
                && (stem.Length == source.Id.Length || stem[^(source.Id.Length + 1)] is '.' or '/' or '\\'))
            .MaxBy(source => source.Id.Length);
    }

    private static string? Identity(MigrationSource source) => Number(source)?.Identity;

    private static MigrationVersion? Number(MigrationSource source) =>
        source.Version.Text.Length > 0 && source.Version.Text.All(character => char.IsAsciiDigit(character) || character is '.' or '_' or '-')
            ? MigrationVersion.Numeric(source.Version.Text) : null;
}
