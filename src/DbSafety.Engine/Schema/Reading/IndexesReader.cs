using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Indexes of tables and materialized views, those behind constraints among them.</summary>
internal sealed class IndexesReader : ICatalogReader
{
    private const int ClusterPart = 3;
    private const int ReplicaIdentityPart = 4;

    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT i.indexrelid, i.indrelid, x.relname, x.relkind, n.nspname, i.indisvalid, i.indisclustered, i.indisreplident, i.indisprimary,
               i.indisunique AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indisvalid AS names_rows,
               (i.indkey::int2[])[0:i.indnkeyatts - 1] AS key_columns,
               coalesce(k.oid, 0) AS constraint_oid, space.spcname AS tablespace,
               CASE WHEN k.oid IS NULL THEN pg_get_indexdef(i.indexrelid) END AS definition,
               coalesce(h.inhparent, 0) AS parent_oid,
               CASE WHEN h.inhparent IS NOT NULL THEN (SELECT format('%I.%I', pn.nspname, p.relname)
                    FROM pg_class p JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE p.oid = h.inhparent) END AS parent,
               (SELECT array_agg(format('ALTER COLUMN %s SET STATISTICS %s', a.attnum, a.attstattarget) ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) AS statistics
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_tablespace space ON space.oid = x.reltablespace LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid
        LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
        WHERE {catalog.UserSchema()}
        """,
        row => Add(catalog, row),
        cancellationToken, "indrelid = ANY ($1)");

    private static void Add(Catalog catalog, CatalogRow row)
    {
        if (catalog.Tables.Find(row.Oid("indrelid")) is not { Node: not null } table)
            return;
        var name = row.Text("relname");
        var quoted = Identifier.Quote(table.Schema, name);
        // A partitioned index is invalid until all partitions have theirs; any other is the rest of a failed CREATE INDEX CONCURRENTLY.
        if (!row.Flag("indisvalid") && row.Letter("relkind") == 'i')
        {
            catalog.Warnings.Add($"Index {quoted} is invalid and not scripted: drop it, or build it with REINDEX INDEX CONCURRENTLY {quoted}.");
            return;
        }

        var key = SchemaNodes.Relation(row.Oid("indexrelid"));
        var node = row.Oid("constraint_oid") is var constraint and not 0
            ? catalog.Nodes.Find(new ObjectKey(CatalogOid.Constraint, constraint))
            : AddIndex(catalog, row, table, key, name, quoted);
        if (node is null)
            return;
        if (node.Key != key)
            catalog.Nodes.AddAlias(key, node.Key, $"INDEX {quoted}");
        foreach (var statistics in row.Texts("statistics") ?? [])
            node.Statements.Add($"ALTER INDEX {quoted} {statistics}");
        if (row.TextOrNull("parent") is { } parent)
        {
            node.Needs.Add(SchemaNodes.Relation(row.Oid("parent_oid")));
            node.Statements.Add($"ALTER INDEX {parent} ATTACH PARTITION {quoted}");
        }

        AddMarks(catalog, row, table, node, name);
        AddKey(row, table, name);
    }

    private static SchemaNode AddIndex(Catalog catalog, CatalogRow row, RelationDraft table, ObjectKey key, string name, string quoted)
    {
        var node = catalog.Add(key, SchemaObjectKind.Index, "INDEX", quoted, table.Schema, name, SchemaSection.PostData, table.Key,
            statements: TableStatements.InTablespace(row.TextOrNull("tablespace"), row.Text("definition")));
        node.Needs.Add(table.Key);
        return node;
    }

    /// <summary>Marks of the table that name an index: they wait for it, and belong to the table.</summary>
    private static void AddMarks(Catalog catalog, CatalogRow row, RelationDraft table, SchemaNode index, string name)
    {
        if (row.Flag("indisclustered"))
            AddMark(catalog, table, index, ClusterPart, $"{(table.Kind == 'm' ? "ALTER MATERIALIZED VIEW" : "ALTER TABLE")} {table.Quoted} CLUSTER ON {Identifier.Quote(name)}");
        if (row.Flag("indisreplident") && table.ReplicaIdentity == 'i')
            AddMark(catalog, table, index, ReplicaIdentityPart, $"ALTER TABLE ONLY {table.Quoted} REPLICA IDENTITY USING INDEX {Identifier.Quote(name)}");
    }

    private static void AddMark(Catalog catalog, RelationDraft table, SchemaNode index, int part, string statement)
    {
        catalog.AddFragment(table.Node!, part, SchemaObjectKind.Index, SchemaSection.PostData, statement).Needs.Add(index.Key);
        table.Node!.Facts.Add(statement);
    }

    private static void AddKey(CatalogRow row, RelationDraft table, string name)
    {
        if (!row.Flag("names_rows"))
            return;
        var columns = row.Shorts("key_columns").Select(number => table.Columns.GetValueOrDefault(number)).ToList();
        // A system column or an expression has no entry.
        if (columns.All(column => column is { NotNull: true }) && columns.Count > 0)
            table.Keys.Add(new KeyModel(name, [.. columns.Select(column => column!.Name)], row.Flag("indisprimary")));
    }
}
