using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Privileges on relations and on single columns, those of system columns among them.</summary>
internal sealed class RelationPrivilegesReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await catalog.ReadAsync(
            """
            SELECT c.oid, pg_get_userbyid(c.relowner)::text AS owner, c.relacl::text[] AS acl,
                   acldefault(CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::"char", c.relowner)::text[] AS initial_acl, c.relkind
            FROM pg_class c
            WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
            """,
            row =>
            {
                if (catalog.Nodes.Find(new ObjectKey(CatalogOid.Relation, row.Oid("oid"))) is not { } node)
                    return;
                var isSequence = row.Letter("relkind") == 'S';
                node.Granted(row, isSequence ? "rwU" : Privileges.OnTable(catalog.Version),
                    $"{(isSequence ? "SEQUENCE" : "TABLE")} {Identifier.Quote(node.Schema, node.Name)}");
            },
            cancellationToken, "oid = ANY ($1)");

        await catalog.ReadAsync(
            """
            SELECT a.attrelid, a.attname, pg_get_userbyid(c.relowner)::text AS owner, a.attacl::text[] AS acl
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum
            """,
            row =>
            {
                if (catalog.Nodes.Find(new ObjectKey(CatalogOid.Relation, row.Oid("attrelid"))) is not { } node)
                    return;
                node.Grants.AddRange(Privileges.Write($"TABLE {Identifier.Quote(node.Schema, node.Name)}", "arwx", row.Text("owner"),
                    row.Texts("acl"), null, Identifier.Quote(row.Text("attname"))));
            },
            cancellationToken, "attrelid = ANY ($1)");
    }
}
