
namespace DbSafety.Engine.Schema.Following;

/// <summary>Of what changed, the objects whose name, or whose columns' names, stand in the definitions of others.</summary>
/// <param name="Named">Another name, or another form that others are written by.</param>
/// <param name="Extended">Relations with more columns: views over them may be written otherwise.</param>
internal sealed record Renamed(IReadOnlyCollection<uint> Named, IReadOnlyCollection<uint> Extended)
{
    public static Renamed Between(DatabaseSchema earlier, DatabaseSchema part, HashSet<uint> changed)
    {
        var named = new HashSet<uint>();
        var extended = new HashSet<uint>();
        foreach (var now in part.Objects.Where(item => changed.Contains(item.Key.Oid)))
        {
            if (earlier.Find(now.Key) is { } before && (before.Identity != now.Identity || IsWrittenByForm(now) && before.Fingerprint != now.Fingerprint))
                named.Add(now.Key.Oid);
        }

        foreach (var now in part.Tables.Where(table => changed.Contains(table.Oid)))
        {
            if (earlier.Find(now.Address) is not { Schema: { } schema } before || earlier.FindTable(schema, before.Name) is not { } table)
                continue;
            if (table.Columns.Any(column => now.Columns.FirstOrDefault(same => same.Number == column.Number) is not { } same || same.Name != column.Name || same.TypeName != column.TypeName))
                named.Add(now.Oid);
            else if (now.Columns.Count != table.Columns.Count)
                extended.Add(now.Oid);
        }

        return new Renamed(named, extended);
    }

    // Values of an enumeration, columns of a view, attributes of a composite type.
    private static bool IsWrittenByForm(SchemaObject item) =>
        item.Kind is SchemaObjectKind.Type or SchemaObjectKind.Domain or SchemaObjectKind.View or SchemaObjectKind.MaterializedView;
}
