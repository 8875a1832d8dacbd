using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Operations.Comparing;

/// <summary>A backup set as a reference: the fingerprints of its manifest.</summary>
internal static class BackupReference
{
    public static SchemaReference Of(BackupSet set)
    {
        var manifest = set.Manifest;
        var entries = manifest.Tables.SelectMany(Entries)
            .Concat((manifest.Objects ?? []).Select(item => new SchemaEntry(item.Key, KindWords.Parse(item.Key, []), item.Fingerprint) { Schema = item.Schema }))
            .DistinctBy(entry => entry.Identity).ToList();
        return new SchemaReference($"backup {manifest.Id}", entries)
        {
            Live = schema => Live(schema, manifest, entries).Where(entry => entry.Kind != SchemaObjectKind.UserMapping),
            HasFingerprintsOnly = true,
            ServerVersion = manifest.Server.VersionNumber,
        };
    }

    private static IEnumerable<SchemaEntry> Entries(ManifestTable table)
    {
        var own = $"{(table.Kind == "foreign" ? "foreign table" : "table")} {table.QualifiedName}";
        return table.Objects.Select(item =>
        {
            var kind = item.References is null ? KindWords.Parse(item.Key, []) : SchemaObjectKind.ForeignKey;
            return new SchemaEntry(item.Key, kind, item.Fingerprint) { Schema = table.Schema, Table = item.Key == own || KindWords.IsRelation(kind) ? null : own };
        });
    }

    private static IEnumerable<SchemaEntry> Live(DatabaseSchema schema, BackupManifest manifest, List<SchemaEntry> entries)
    {
        if (manifest.Objects is not null && manifest.Scope == "database")
            return SchemaEntry.Of(schema);
        if (manifest.Objects is not null)
        {
            var identities = entries.Select(entry => entry.Identity).ToHashSet();
            var schemas = schema.Objects.Where(item => item.Kind == SchemaObjectKind.Schema && identities.Contains(item.Identity)).Select(item => item.Name)
                .Concat(manifest.Tables.Select(table => table.Schema)).ToHashSet();
            return SchemaEntry.Of(schema).InSchemas(schemas);
        }

        var own = manifest.Tables.Select(table => schema.FindTable(table.Schema, table.Name)).OfType<Schema.Model.TableModel>()
            .SelectMany(table => new TableScript(schema, table, new HashSet<TableName>()).Own).DistinctBy(item => item.Key);
        return SchemaEntry.Of(schema, own);
    }
}
