using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Schema.Exporting;

/// <summary>The files of an exported folder: path and text of each, in order.</summary>
internal static class SchemaFiles
{
    public static SortedDictionary<string, string> Of(DatabaseSchema schema, IReadOnlyCollection<SchemaEntry> entries)
    {
        var objects = schema.Objects.Where(item => item.Fingerprint.Length > 0).ToDictionary(item => item.Identity);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in entries.GroupBy(entry => PathOf(schema, objects[entry.Identity])))
        {
            files.Add(file.Key, EntryText.Write(file
                .OrderBy(entry => entry.Table is not null)
                .ThenBy(entry => entry.Kind)
                .ThenBy(entry => entry.Identity, StringComparer.Ordinal)));
        }

        return files;
    }

    // What lives on a table stands in the table's file.
    private static string PathOf(DatabaseSchema schema, SchemaObject item) => item.OwningTable is { } owner && schema.Find(owner) is { } table
        ? FolderLayout.PathOf(table.Kind, table.Schema, table.Name)
        : FolderLayout.PathOf(item.Kind, item.Schema, item.Name);
}
