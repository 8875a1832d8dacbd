using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>What a person should know of a table's backup, one sentence each.</summary>
internal static class TableWarnings
{
    public static IReadOnlyList<string> Of(TableModel table)
    {
        var warnings = new List<string>();
        if (table.Kind == TableKind.Foreign)
            warnings.Add($"{table.QualifiedName} is a foreign table: its rows live on another server and are not in the backup.");
        if (table.InheritedBy.Count > 0)
            warnings.Add($"{table.QualifiedName} has inheriting tables ({string.Join(", ", table.InheritedBy.Select(child => child.QualifiedName))}): their rows are in their own files only.");
        if (table.IsUnlogged)
            warnings.Add($"{table.QualifiedName} is UNLOGGED and is restored as such: a crash of the server empties it.");
        if (table.Columns.Where(column => column.TypeName is "oid" or "lo" || column.TypeName.EndsWith(".lo", StringComparison.Ordinal)).Select(column => column.Name).ToList() is { Count: > 0 } oids)
            warnings.Add($"{table.QualifiedName} has columns that may name large objects ({string.Join(", ", oids)}): large objects are not in the backup; pg_dump --large-objects saves them.");
        return warnings;
    }
}
