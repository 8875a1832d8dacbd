using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Comments and security labels of everything that was read before.</summary>
internal sealed class CommentsReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await catalog.ReadAsync(
            $"""
            SELECT d.classoid, d.objoid, d.description AS text, a.attname
            FROM pg_description d
            LEFT JOIN pg_attribute a ON d.classoid = 'pg_class'::regclass AND d.objsubid > 0 AND a.attrelid = d.objoid AND a.attnum = d.objsubid
            -- Of the objects made by initdb only the schema public is scripted.
            WHERE d.objoid >= {Catalog.FirstUserOid} OR d.classoid = 'pg_namespace'::regclass
            ORDER BY d.classoid, d.objoid, d.objsubid
            """,
            row => AddNote(catalog, row, target => $"COMMENT ON {target} IS {Identifier.Literal(row.Text("text"))}"),
            cancellationToken, Catalog.WantedOf("classoid", "objoid"));

        await catalog.ReadAsync(
            """
            SELECT l.classoid, l.objoid, l.provider, l.label AS text, a.attname
            FROM pg_seclabel l
            LEFT JOIN pg_attribute a ON l.classoid = 'pg_class'::regclass AND l.objsubid > 0 AND a.attrelid = l.objoid AND a.attnum = l.objsubid
            ORDER BY l.classoid, l.objoid, l.objsubid, l.provider
            """,
            row => AddNote(catalog, row, target => $"SECURITY LABEL FOR {Identifier.Quote(row.Text("provider"))} ON {target} IS {Identifier.Literal(row.Text("text"))}"),
            cancellationToken, Catalog.WantedOf("classoid", "objoid"));
    }

    private static void AddNote(Catalog catalog, CatalogRow row, Func<string, string> write)
    {
        var key = new ObjectKey(row.Oid("classoid"), row.Oid("objoid"));
        if (catalog.Nodes.FindTarget(key) is not { } target)
            return;
        var node = catalog.Nodes.Find(key);
        if (node is { Kind: SchemaObjectKind.Schema, Name: "public" })
        {
            if (row.Text("text") == "standard public schema")
                return;
            node.InFingerprint = true;
        }

        catalog.Nodes.AddNote(key, write(row.TextOrNull("attname") is { } column ? ColumnTarget(catalog, key, node, column) : target));
    }

    private static string ColumnTarget(Catalog catalog, ObjectKey key, SchemaNode? node, string column)
    {
        // The columns of a composite type are listed under its relation, which stands for the type.
        var relation = node ?? catalog.Nodes.Resolve(key)!;
        return $"COLUMN {Identifier.Quote(relation.Schema, relation.Name)}.{Identifier.Quote(column)}";
    }
}
