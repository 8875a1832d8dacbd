namespace DbSafety.Engine.Migrations.Affected;

internal static class CatalogLookupSql
{
    /// <summary>Class, schema and name as statements write it, and the table that stands behind it. Parameter: the names.</summary>
    public const string Text = """
        WITH relation AS (
            SELECT c.oid, c.relname, c.relkind, n.nspname
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'dbsafety'
        ), behind (class, schema, name, tableoid) AS (
            SELECT 'relation', r.nspname, r.relname, r.oid
            FROM relation r
            WHERE r.relkind IN ('r', 'p') AND r.relname = ANY ($1)
          UNION
            SELECT 'relation', r.nspname, r.relname, i.indrelid
            FROM relation r
            JOIN pg_catalog.pg_index i ON i.indexrelid = r.oid
            WHERE r.relkind IN ('i', 'I') AND r.relname = ANY ($1)
          UNION
            -- A sequence that belongs to a column.
            SELECT 'relation', r.nspname, r.relname, d.refobjid
            FROM relation r
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = r.oid
                                       AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')
            WHERE r.relkind = 'S' AND r.relname = ANY ($1)
          UNION
            -- The tables that a view reads: a change through the view changes them.
            SELECT 'relation', r.nspname, r.relname, d.refobjid
            FROM relation r
            JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
                                       AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.oid
            WHERE r.relkind = 'v' AND r.relname = ANY ($1)
          UNION
            SELECT 'type', n.nspname, t.typname, a.attrelid
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_catalog.pg_attribute a ON a.atttypid IN (t.oid, t.typarray) AND a.attnum > 0 AND NOT a.attisdropped
            WHERE t.typname = ANY ($1)
          UNION
            -- Defaults and triggers that fall with a function.
            SELECT 'function', n.nspname, p.proname, coalesce(f.adrelid, g.tgrelid)
            FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = p.oid
            LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid
            LEFT JOIN pg_catalog.pg_trigger g ON d.classid = 'pg_catalog.pg_trigger'::regclass AND g.oid = d.objid
            WHERE p.proname = ANY ($1)
          UNION
            SELECT 'schema', r.nspname, r.nspname, r.oid
            FROM relation r
            WHERE r.relkind IN ('r', 'p') AND r.nspname = ANY ($1)
        )
        SELECT b.class, b.schema::text, b.name::text, t.oid, t.nspname::text, t.relname::text
        FROM behind b
        JOIN relation t ON t.oid = b.tableoid
        WHERE t.relkind IN ('r', 'p')
        """;
}
