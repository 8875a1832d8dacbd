using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>What a scope holds beside its tables. The options of user mappings are passwords, which only some roles may see: they are left out.</summary>
internal static class ScopeObjects
{
    /// <param name="schemas">The schemas that were asked for; null for the whole database.</param>
    public static IReadOnlyList<ManifestObject> Of(DatabaseSchema schema, IReadOnlyCollection<string>? schemas, IReadOnlyList<ManifestTable> tables)
    {
        var known = tables.SelectMany(table => table.Objects).Select(item => item.Key).ToHashSet();
        return [.. SchemaEntry.Of(schema).InSchemas(schemas ?? [])
            .Where(entry => entry.Kind != SchemaObjectKind.UserMapping && !known.Contains(entry.Identity))
            .OrderBy(entry => entry.Identity, StringComparer.Ordinal)
            .Select(entry => new ManifestObject(entry.Identity, entry.Fingerprint, Schema: entry.Schema))];
    }
}
