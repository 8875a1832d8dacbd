using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Describes a table for the manifest.</summary>
internal static class TableDescription
{
    public static ManifestTable Of(TableScript script, ManifestFile file, ContentDigest digest, IReadOnlyList<ManifestSequence> sequences) => new()
    {
        Schema = script.Table.Schema,
        Name = script.Table.Name,
        Kind = KindOf(script.Table),
        File = file,
        Rows = digest.Rows,
        ContentDigest = digest.Value,
        Fingerprint = SchemaFingerprint.Of(script.Own),
        Columns = [.. script.Table.Columns.Select(Column)],
        Key = script.Table.Key?.Columns ?? [],
        References = [.. script.Parts.SelectMany(part => part.ForeignKeys.Select(key => key.Referenced).Concat(part.InheritsFrom)).Select(other => other.QualifiedName).Distinct()],
        Sequences = sequences,
        Objects = [.. script.Own.Where(item => item.Fingerprint.Length > 0).Select(item => Object(item, script))],
        Structure = [.. script.Own.Select(item => new ManifestStatements(
            item.Identity, item.Kind.ToString(), item.PartOf is not null, item.Section == SchemaSection.PostData, item.Statements, item.OwnershipStatements))],
        Warnings = TableWarnings.Of(script.Table),
    };

    private static ManifestObject Object(SchemaObject item, TableScript script) => new(
        item.Identity,
        item.Fingerprint,
        script.Parts.SelectMany(part => part.ForeignKeys).FirstOrDefault(key => key.Key == item.Key)?.Referenced.QualifiedName);

    private static ManifestColumn Column(ColumnModel column) => new(
        column.Name,
        column.TypeName,
        !column.IsLoaded,
        column.Identity switch { IdentityKind.Always => "ALWAYS", IdentityKind.ByDefault => "BY DEFAULT", _ => null });

    private static string KindOf(TableModel table) => table.Kind switch
    {
        TableKind.Partitioned => "partitioned",
        TableKind.Foreign => "foreign",
        _ => "table",
    };
}
