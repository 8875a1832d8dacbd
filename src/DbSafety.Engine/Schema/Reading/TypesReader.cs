using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Types that are no table's row type: enums, composite types, ranges, base types, shells. Domains have a reader of their own.</summary>
internal sealed class TypesReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT t.oid, n.nspname, t.typname, t.typtype, t.typisdefined, t.typrelid, pg_get_userbyid(t.typowner)::text AS owner,
               t.typacl::text[] AS acl, acldefault('T', t.typowner)::text[] AS initial_acl,
               (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
               (SELECT array_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                                 || CASE WHEN a.attcollation <> at.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
                                 ORDER BY a.attnum)
                FROM pg_attribute a JOIN pg_type at ON at.oid = a.atttypid
                WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes,
               t.typlen, t.typbyval, t.typcategory, t.typispreferred, t.typdelim, t.typalign, t.typstorage, t.typcollation <> 0 AS collatable,
               CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END AS element, t.typdefault,
               t.typinput::regproc::text, t.typoutput::regproc::text, nullif(t.typreceive::regproc::text, '-') AS typreceive,
               nullif(t.typsend::regproc::text, '-') AS typsend, nullif(t.typmodin::regproc::text, '-') AS typmodin,
               nullif(t.typmodout::regproc::text, '-') AS typmodout, nullif(t.typanalyze::regproc::text, '-') AS typanalyze,
               {catalog.Since(14, "nullif(t.typsubscript::regproc::text, '-')", "NULL::text")} AS typsubscript,
               format_type(r.rngsubtype, NULL) AS subtype,
               CASE WHEN NOT oc.opcdefault THEN (SELECT format('%I.%I', s.nspname, oc.opcname) FROM pg_namespace s WHERE s.oid = oc.opcnamespace) END AS subtype_opclass,
               CASE WHEN r.rngcollation <> rt.typcollation THEN r.rngcollation::regcollation::text END AS range_collation,
               nullif(r.rngcanonical::regproc::text, '-') AS canonical, nullif(r.rngsubdiff::regproc::text, '-') AS subtype_diff,
               {catalog.Since(14, "(SELECT format('%I.%I', mn.nspname, m.typname) FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)", "NULL::text")} AS multirange
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_class c ON c.oid = t.typrelid
        LEFT JOIN pg_range r ON r.rngtypid = t.oid LEFT JOIN pg_opclass oc ON oc.oid = r.rngsubopc LEFT JOIN pg_type rt ON rt.oid = r.rngsubtype
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_type", "t.oid")}
          AND t.typtype IN ('b', 'c', 'e', 'r', 'p') AND (t.typtype <> 'c' OR c.relkind = 'c')
          -- An array type comes with its element's type.
          AND NOT EXISTS (SELECT FROM pg_type el WHERE el.typarray = t.oid)
        """,
        row =>
        {
            var (schema, name) = (row.Text("nspname"), row.Text("typname"));
            var quoted = Identifier.Quote(schema, name);
            var kind = row.Letter("typtype");
            var key = new ObjectKey(CatalogOid.Type, row.Oid("oid"));
            var statement = !row.Flag("typisdefined") ? $"CREATE TYPE {quoted}" : TypeStatement.Write(row, kind, quoted);
            var needsShell = row.Flag("typisdefined") && kind is 'b' or 'r';
            catalog.Add(key, SchemaObjectKind.Type, "TYPE", quoted, schema, name,
                    shell: needsShell ? () => [$"CREATE TYPE {quoted}"] : null,
                    statements: statement)
                .OwnedBy(row.Text("owner"))
                .Granted(row, "U");
            if (kind == 'c')
                catalog.Nodes.AddAlias(SchemaNodes.Relation(row.Oid("typrelid")), key, $"TYPE {quoted}");
        },
        cancellationToken, "oid = ANY ($1)");
}
