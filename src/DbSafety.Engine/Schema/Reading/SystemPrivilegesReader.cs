using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Privileges on PostgreSQL's own objects and on members of extensions, where they are no longer those they came with.</summary>
internal sealed class SystemPrivilegesReader : ICatalogReader
{
    // Beside the addresses of the objects themselves, which stand for their extension.
    private const int PrivilegesPart = 1000;

    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        string[] branches =
        [
            Branch(CatalogOid.Relation, "pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace AND o.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')",
                "CASE o.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || format('%I.%I', n.nspname, o.relname)",
                "CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\"", "o.relowner", "o.relacl"),
            Branch(CatalogOid.Relation, "(SELECT a.attrelid AS oid, a.attnum, a.attname, a.attacl, c.relowner, c.relname, c.relnamespace FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                + " WHERE NOT a.attisdropped AND (a.attacl IS NOT NULL OR a.attrelid < 16384) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')) o JOIN pg_namespace n ON n.oid = o.relnamespace",
                "format('TABLE %I.%I', n.nspname, o.relname)", "'c'::\"char\"", "o.relowner", "o.attacl", "o.attnum", "quote_ident(o.attname)"),
            Branch(CatalogOid.Function, "pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace",
                "CASE o.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || o.oid::regprocedure", "'f'::\"char\"", "o.proowner", "o.proacl"),
            Branch(CatalogOid.Type, "pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace", "'TYPE ' || format_type(o.oid, NULL)", "'T'::\"char\"", "o.typowner", "o.typacl"),
            Branch(CatalogOid.Namespace, "pg_namespace o JOIN pg_namespace n ON n.oid = o.oid", "format('SCHEMA %I', o.nspname)", "'n'::\"char\"", "o.nspowner", "o.nspacl"),
            Branch(CatalogOid.Language, "pg_language o JOIN pg_namespace n ON n.nspname = 'pg_catalog'", "format('LANGUAGE %I', o.lanname)", "'l'::\"char\"", "o.lanowner", "o.lanacl"),
            Branch(CatalogOid.ForeignDataWrapper, "pg_foreign_data_wrapper o JOIN pg_namespace n ON n.nspname = 'pg_catalog'",
                "format('FOREIGN DATA WRAPPER %I', o.fdwname)", "'F'::\"char\"", "o.fdwowner", "o.fdwacl"),
        ];
        return catalog.ReadAsync(string.Join("\nUNION ALL\n", branches), row => Add(catalog, row), cancellationToken, "false AND $1 IS NULL");
    }

    private static string Branch(uint catalogOid, string from, string target, string type, string owner, string acl, string part = "0", string column = "NULL::text") => $"""
        SELECT {catalogOid}::oid AS catalog, o.oid, {part}::int AS part, {target} AS target, {type} AS type, {column} AS column_name,
               pg_get_userbyid({owner})::text AS owner, coalesce({acl}, acldefault({type}, {owner}))::text[] AS acl,
               coalesce(i.initprivs,
                        acldefault({type}, {owner})
                        -- initdb notes the privileges before it makes the information schema, whose views and which itself PUBLIC may use.
                        || CASE WHEN n.nspname = 'information_schema' AND {type} = 'r' THEN ARRAY[makeaclitem(0, {owner}, 'SELECT', false)]
                                WHEN n.nspname = 'information_schema' AND {type} = 'n' THEN ARRAY[makeaclitem(0, {owner}, 'USAGE', false)]
                                ELSE ARRAY[]::aclitem[] END)::text[] AS initial_acl
        FROM {from}
        LEFT JOIN pg_init_privs i ON i.classoid = {catalogOid} AND i.objoid = o.oid AND i.objsubid = {part}
        WHERE {acl} IS DISTINCT FROM i.initprivs
          AND ((n.nspname IN ('pg_catalog', 'information_schema') AND o.oid < {Catalog.FirstUserOid})
               -- Not EXISTS: this way the server makes the list once, whatever the number of objects.
               OR o.oid IN (SELECT e.objid FROM pg_depend e WHERE e.classid = {catalogOid} AND e.deptype = 'e'))
        """;

    private static void Add(Catalog catalog, CatalogRow row)
    {
        var target = row.Text("target");
        var all = row.Letter("type") switch { 'r' => Privileges.OnTable(catalog.Version), 'c' => "arwx", 's' => "rwU", 'f' => "X", 'n' => "UC", _ => "U" };
        var column = row.TextOrNull("column_name");
        var statements = Privileges.Write(target, all, row.Text("owner"), row.Texts("acl"), row.Texts("initial_acl"), column).ToList();
        if (statements.Count == 0)
            return;
        var key = new ObjectKey(row.Oid("catalog"), row.Oid("oid"));
        var name = column is null ? target : $"{target} ({column})";
        var node = catalog.Nodes.Add(new SchemaNode
        {
            Key = key with { Part = PrivilegesPart + row.Int("part") },
            Kind = SchemaObjectKind.SystemPrivileges,
            Name = name,
            Target = target,
            Identity = $"privileges on {name}",
            Section = SchemaSection.PostData,
        });
        node.Grants.AddRange(statements);
        // The extension that brings it, where it is a member of one.
        node.Needs.Add(key);
    }
}
