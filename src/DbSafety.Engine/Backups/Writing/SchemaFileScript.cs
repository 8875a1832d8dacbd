using DbSafety.Engine.Schema;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// The structure of a whole scope, in the order of its dependencies. Every object is made only where it is absent: the file makes the
/// scope in an empty database, and adds the rest (views, other functions, …) where the tables' files were loaded before it.
/// </summary>
internal static class SchemaFileScript
{
    /// <summary>The SQL, a piece for each object: of a database with many tables the whole of it is large.</summary>
    public static IEnumerable<string> Write(DatabaseSchema schema, BackupRequest request)
    {
        var guarded = new GuardedSql();
        var objects = ObjectsOf(schema, request);
        var foreignKeys = schema.Tables.SelectMany(table => table.ForeignKeys).ToDictionary(key => key.Key);
        foreach (var item in objects)
        {
            if (item.Kind is SchemaObjectKind.DefaultPrivileges or SchemaObjectKind.SystemPrivileges or SchemaObjectKind.Subscription)
                continue;
            // Every new database has this schema: only what it may be used for is brought over.
            if (item is { Kind: SchemaObjectKind.Schema, Name: "public" })
                yield return GuardedSql.Tolerant(item.OwnershipStatements);
            yield return foreignKeys.TryGetValue(item.Key, out var key)
                ? GuardedSql.ForeignKey(key.Table.QualifiedName, key.Name, key.Referenced.QualifiedName, item.Statements)
                : guarded.IfAbsent(item);
        }

        foreach (var item in objects.Where(item => item.Kind is SchemaObjectKind.DefaultPrivileges or SchemaObjectKind.SystemPrivileges))
            yield return GuardedSql.Tolerant(item.Statements.Concat(item.OwnershipStatements));
    }

    /// <summary>The sequences of the scope that belong to no table, whose values no table's file has to set.</summary>
    public static IReadOnlyList<(string Schema, string Name)> Sequences(DatabaseSchema schema, BackupRequest request) =>
        [.. ObjectsOf(schema, request)
            .Where(item => item is { Kind: SchemaObjectKind.Sequence, PartOf: null, OwningTable: null })
            .Select(item => (item.Schema!, item.Name))];

    private static IReadOnlyList<SchemaObject> ObjectsOf(DatabaseSchema schema, BackupRequest request) =>
        request.IsWholeDatabase ? schema.Objects : InSchemas(schema, request.Schemas);

    // What lives in the schemas, with whatever it needs from elsewhere.
    private static List<SchemaObject> InSchemas(DatabaseSchema schema, IReadOnlyList<string> names)
    {
        var needed = new HashSet<ObjectKey>();
        var pending = new Stack<SchemaObject>(schema.Objects.Where(item =>
            names.Contains(item.Schema ?? "") || (item.Kind == SchemaObjectKind.Schema && names.Contains(item.Name))));
        var parts = schema.Objects.Where(item => item.PartOf is not null).ToLookup(item => item.PartOf!.Value);
        while (pending.TryPop(out var item))
        {
            if (!needed.Add(item.Key))
                continue;
            foreach (var part in parts[item.Key])
                pending.Push(part);
            foreach (var dependency in item.DependsOn.Select(schema.Find).OfType<SchemaObject>())
                pending.Push(dependency);
        }

        return [.. schema.Objects.Where(item => needed.Contains(item.Key))];
    }
}
