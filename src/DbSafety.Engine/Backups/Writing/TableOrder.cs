using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>The order in which tables restore best: the referenced before the referencing. Within a circle any order is as good.</summary>
internal static class TableOrder
{
    public static IReadOnlyList<ManifestTable> ReferencedFirst(IReadOnlyList<ManifestTable> tables)
    {
        var byName = tables.ToDictionary(table => table.QualifiedName);
        var ordered = new List<ManifestTable>();
        var seen = new HashSet<string>();
        foreach (var table in tables.OrderBy(table => table.QualifiedName, StringComparer.Ordinal))
            Visit(table);
        return ordered;

        void Visit(ManifestTable table)
        {
            if (!seen.Add(table.QualifiedName))
                return;
            foreach (var name in table.References)
                if (byName.TryGetValue(name, out var referenced))
                    Visit(referenced);
            ordered.Add(table);
        }
    }
}
