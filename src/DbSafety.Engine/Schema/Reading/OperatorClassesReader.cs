using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Operator families and classes with their operators and support functions.</summary>
internal sealed class OperatorClassesReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        var members = await ReadMembersAsync(catalog, cancellationToken);
        await ReadFamiliesAsync(catalog, members, cancellationToken);
        await ReadClassesAsync(catalog, members, cancellationToken);
    }

    /// <summary>Members by what holds them: the class that needs them, or the family that they were added to loosely.</summary>
    private static async Task<ILookup<ObjectKey, string>> ReadMembersAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        var members = new List<(ObjectKey Holder, string Text)>();
        await catalog.ReadAsync(
            $"""
            SELECT d.refclassid, d.refobjid, d.classid, d.objid, m.clause
            FROM (SELECT 'pg_amop'::regclass AS catalog, o.oid, 1 AS part, o.amopstrategy AS number,
                         format('OPERATOR %s %s', o.amopstrategy, o.amopopr::regoperator)
                         || CASE WHEN o.amopsortfamily <> 0 THEN format(' FOR ORDER BY %I.%I', sn.nspname, sf.opfname) ELSE '' END AS clause
                  FROM pg_amop o
                  LEFT JOIN pg_opfamily sf ON sf.oid = o.amopsortfamily LEFT JOIN pg_namespace sn ON sn.oid = sf.opfnamespace
                  WHERE o.oid >= {Catalog.FirstUserOid}
                  UNION ALL
                  SELECT 'pg_amproc'::regclass, p.oid, 2, p.amprocnum,
                         format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL), format_type(p.amprocrighttype, NULL),
                                p.amproc::oid::regprocedure)
                  FROM pg_amproc p
                  WHERE p.oid >= {Catalog.FirstUserOid}) m
            JOIN pg_depend d ON d.classid = m.catalog AND d.objid = m.oid
            WHERE d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass) AND d.deptype IN ('i', 'a')
            -- A member of a class depends on the class alone, one of a family on the family alone.
            ORDER BY m.part, m.number, m.clause COLLATE "C"
            """,
            row =>
            {
                var holder = new ObjectKey(row.Oid("refclassid"), row.Oid("refobjid"));
                members.Add((holder, row.Text("clause")));
                catalog.Nodes.AddAlias(new ObjectKey(row.Oid("classid"), row.Oid("objid")), holder);
            },
            cancellationToken);
        return members.ToLookup(member => member.Holder, member => member.Text);
    }

    private static Task ReadFamiliesAsync(Catalog catalog, ILookup<ObjectKey, string> members, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT f.oid, n.nspname, f.opfname, a.amname, pg_get_userbyid(f.opfowner)::text AS owner
        FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_opfamily", "f.oid")}
        """,
        row =>
        {
            var key = new ObjectKey(CatalogOid.OperatorFamily, row.Oid("oid"));
            var (schema, name) = (row.Text("nspname"), row.Text("opfname"));
            var target = $"{Identifier.Quote(schema, name)} USING {Identifier.Quote(row.Text("amname"))}";
            var node = catalog.Add(key, SchemaObjectKind.OperatorFamily, "OPERATOR FAMILY", target, schema, name, statements: $"CREATE OPERATOR FAMILY {target}");
            if (members.Contains(key))
                node.Statements.Add($"ALTER OPERATOR FAMILY {target} ADD\n    {string.Join(",\n    ", members[key])}");
            node.OwnedBy(row.Text("owner"));
        },
        cancellationToken);

    private static Task ReadClassesAsync(Catalog catalog, ILookup<ObjectKey, string> members, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT c.oid, n.nspname, c.opcname, a.amname, c.opcdefault, pg_get_userbyid(c.opcowner)::text AS owner,
               format_type(c.opcintype, NULL) AS type, CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END AS storage,
               fn.nspname AS family_schema, f.opfname AS family
        FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod
        JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_opclass", "c.oid")}
        """,
        row =>
        {
            var key = new ObjectKey(CatalogOid.OperatorClass, row.Oid("oid"));
            var (schema, name) = (row.Text("nspname"), row.Text("opcname"));
            var quoted = Identifier.Quote(schema, name);
            var method = Identifier.Quote(row.Text("amname"));
            List<string> items = [.. members[key]];
            // The grammar wants at least one item; naming the column's own type as storage changes nothing.
            if (row.TextOrNull("storage") is { } storage)
                items.Insert(0, $"STORAGE {storage}");
            else if (items.Count == 0)
                items.Add($"STORAGE {row.Text("type")}");
            catalog.Add(key, SchemaObjectKind.OperatorClass, "OPERATOR CLASS", $"{quoted} USING {method}", schema, name,
                    statements: $"CREATE OPERATOR CLASS {quoted}{(row.Flag("opcdefault") ? " DEFAULT" : "")} FOR TYPE {row.Text("type")} USING {method}"
                        + $" FAMILY {Identifier.Quote(row.Text("family_schema"), row.Text("family"))} AS\n    {string.Join(",\n    ", items)}")
                .OwnedBy(row.Text("owner"));
        },
        cancellationToken);
}
