namespace DbSafety.Engine.Schema.Differences;

/// <summary>An object as it takes part in a comparison: from a database, or from what was kept of one.</summary>
/// <param name="Identity">Kind and quoted name, the same in every copy of a database.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
public sealed record SchemaEntry(string Identity, SchemaObjectKind Kind, string Fingerprint)
{
    private static readonly string[] Relations = ["table ", "foreign table ", "view ", "materialized view "];

    /// <summary>The schema that holds it, or that it is; null for what lives in no schema.</summary>
    public string? Schema { get; init; }

    /// <summary>The identity of the table that it lives on; null for a table itself and for what lives on none.</summary>
    public string? Table { get; init; }

    /// <summary>The quoted name of that table.</summary>
    public string? TableName => Relations.Where(kind => Table?.StartsWith(kind, StringComparison.Ordinal) == true).Select(kind => Table![kind.Length..]).FirstOrDefault();

    /// <summary>The statements of its canonical form; null where only the fingerprint was kept.</summary>
    public IReadOnlyList<string>? Definition { get; init; }

    /// <summary>Every object of a schema that has a fingerprint.</summary>
    public static IEnumerable<SchemaEntry> Of(DatabaseSchema schema) => Of(schema, schema.Objects);

    /// <summary>Those of these objects of a schema that have a fingerprint.</summary>
    public static IEnumerable<SchemaEntry> Of(DatabaseSchema schema, IEnumerable<SchemaObject> objects) =>
        objects.Where(item => item.Fingerprint.Length > 0).Select(item => new SchemaEntry(item.Identity, item.Kind, item.Fingerprint)
        {
            Schema = item.Schema,
            Table = item.OwningTable is { } table ? schema.Find(table)?.Identity : null,
            Definition = item.Definition,
        });
}
