using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Schema;

/// <summary>The whole schema of a database at one moment: its objects in the order in which they can be made, and its tables.</summary>
public sealed class DatabaseSchema
{
    private readonly Dictionary<ObjectKey, SchemaObject> _byKey;
    private readonly Dictionary<(string, string), TableModel> _tables;
    private readonly Lazy<SchemaLinks> _links;

    internal DatabaseSchema(int serverVersion, IReadOnlyList<SchemaObject> objects, IReadOnlyList<TableModel> tables, IReadOnlyList<string> warnings)
    {
        ServerVersion = serverVersion;
        Objects = objects;
        Tables = tables;
        Warnings = warnings;
        _byKey = objects.ToDictionary(item => item.Key);
        _tables = tables.ToDictionary(table => (table.Schema, table.Name));
        _links = new Lazy<SchemaLinks>(() => new SchemaLinks(objects));
        Fingerprint = SchemaFingerprint.Of(objects);
    }

    /// <summary>The server's version number, such as 180000.</summary>
    public int ServerVersion { get; }

    /// <summary>Every object, dependencies first; all of the section <see cref="SchemaSection.PreData"/> before the rest.</summary>
    public IReadOnlyList<SchemaObject> Objects { get; }

    /// <summary>The tables, partitioned tables and foreign tables, by name.</summary>
    public IReadOnlyList<TableModel> Tables { get; }

    /// <summary>What could not be scripted, or not exactly, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>SHA-256 over the fingerprints of all objects; the same for every exact copy of this schema.</summary>
    public string Fingerprint { get; }

    /// <summary>The object with this address, or null.</summary>
    public SchemaObject? Find(ObjectKey key) => _byKey.GetValueOrDefault(key);

    /// <summary>The table with this name, or null.</summary>
    public TableModel? FindTable(string schema, string name) => _tables.GetValueOrDefault((schema, name));

    /// <summary>The table itself and everything that lives on it, in order.</summary>
    public IReadOnlyList<SchemaObject> ObjectsOf(TableModel table) =>
        _links.Value.InOrder(Find(table.Address) is { } itself ? _links.Value.OnTable(table.Address).Append(itself) : _links.Value.OnTable(table.Address));

    /// <summary>
    /// The objects that these tables need to be restored alone into an empty database, in order: themselves with their partitions and
    /// what lives on them, and whatever that depends on. Foreign keys to tables outside the set, and publications, are left out.
    /// </summary>
    public IReadOnlyList<SchemaObject> Closure(IEnumerable<TableModel> tables) => SchemaClosure.Of(this, _links.Value, tables);

    /// <summary>What lives in these schemas, with whatever it needs from elsewhere, in order.</summary>
    public IReadOnlyList<SchemaObject> ObjectsInSchemas(IReadOnlyCollection<string> names) => SchemaClosure.OfSchemas(this, _links.Value, names);

    /// <summary>What would break or vanish if the table were dropped: views, foreign keys of other tables, functions, publications; in order.</summary>
    public IReadOnlyList<SchemaObject> Dependents(TableModel table) => SchemaDependents.Of(this, _links.Value, table);

    /// <summary>SHA-256 over the table and all that lives on it, the definitions of its sequences among them (not their values).</summary>
    public string TableFingerprint(TableModel table) => SchemaFingerprint.Of(ObjectsOf(table));
}
