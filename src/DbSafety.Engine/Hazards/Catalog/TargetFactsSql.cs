namespace DbSafety.Engine.Hazards.Catalog;

/// <summary>The queries of <see cref="TargetFactsReader"/>: five for any number of names. Parameter of each but the first: names or oids.</summary>
internal static class TargetFactsSql
{
    public const string Server = """
        SELECT pg_catalog.current_setting('server_version_num')::int,
               pg_catalog.current_schemas(false)::text[],
               pg_catalog.current_setting('TimeZone') IN ('UTC', 'Etc/UTC', 'GMT')
        """;

    /// <summary>The named tables, the tables of named indexes and constraints, what they point at and what points at them.</summary>
    public const string Tables = """
        WITH RECURSIVE named AS (
            SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relname = ANY ($1) AND c.relkind IN ('r', 'p', 'm', 'f')
          UNION
            SELECT i.indrelid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid WHERE c.relname = ANY ($1)
        ), wanted AS (
            SELECT oid FROM named
          UNION
            SELECT k.confrelid FROM pg_catalog.pg_constraint k JOIN named ON k.conrelid = named.oid WHERE k.contype = 'f'
          UNION
            SELECT k.conrelid FROM pg_catalog.pg_constraint k JOIN named ON k.confrelid = named.oid WHERE k.contype = 'f'
        ), tree (root, oid) AS (
            SELECT oid, oid FROM wanted
          UNION ALL
            SELECT t.root, i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
        ), size AS (
            SELECT t.root,
                   (sum(pg_catalog.pg_table_size(t.oid)) FILTER (WHERE c.relkind IN ('r', 'm')))::bigint AS bytes,
                   (sum(pg_catalog.pg_indexes_size(t.oid)) FILTER (WHERE c.relkind IN ('r', 'm')))::bigint AS index_bytes,
                   (sum(pg_catalog.pg_relation_size(t.oid)) FILTER (WHERE c.relkind IN ('r', 'm')))::bigint AS heap_bytes,
                   -- Before 14 a table that was never analyzed has 0 rows, from 14 on -1; a partitioned table counts its own.
                   CASE WHEN bool_or(c.relkind IN ('r', 'm') AND (c.reltuples < 0 OR (c.reltuples = 0 AND pg_catalog.pg_relation_size(c.oid) > 0))) THEN NULL
                        ELSE (sum(c.reltuples) FILTER (WHERE c.relkind IN ('r', 'm')))::bigint END AS rows
            FROM tree t
            JOIN pg_catalog.pg_class c ON c.oid = t.oid
            GROUP BY t.root
        )
        SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, s.rows,
               CASE WHEN coalesce(s.heap_bytes, 0) = 0 THEN 0 ELSE coalesce(s.bytes, 0) END, coalesce(s.index_bytes, 0),
               ARRAY(SELECT DISTINCT k.conrelid::pg_catalog.regclass::text FROM pg_catalog.pg_constraint k
                     WHERE k.contype = 'f' AND k.confrelid = c.oid AND k.conrelid <> c.oid)
        FROM wanted w
        JOIN pg_catalog.pg_class c ON c.oid = w.oid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN size s ON s.root = c.oid
        WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
        """;

    public const string Columns = """
        SELECT a.attrelid, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attrelid, a.attnum
        """;

    public const string Constraints = """
        SELECT k.conrelid, k.conname::text, k.contype, k.convalidated,
               ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (num, place)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place),
               pg_catalog.pg_get_constraintdef(k.oid),
               CASE k.contype WHEN 'f' THEN (SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c
                                             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = k.confrelid) END
        FROM pg_catalog.pg_constraint k
        WHERE k.conrelid = ANY ($1)
        ORDER BY k.conrelid, k.conname
        """;

    public const string Indexes = """
        SELECT i.indrelid, c.relname::text,
               ARRAY(SELECT coalesce(a.attname::text, '') FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS g (place)
                     LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[g.place] AND a.attnum > 0 ORDER BY g.place),
               i.indisunique, i.indisvalid, i.indpred IS NOT NULL, pg_catalog.pg_relation_size(i.indexrelid)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = ANY ($1)
        ORDER BY i.indrelid, c.relname
        """;

    /// <summary>Functions by name with their volatility, and domains that have a constraint.</summary>
    public const string Others = """
        SELECT 'f', p.proname::text, CASE WHEN bool_or(p.provolatile = 'v') THEN 'v' WHEN bool_or(p.provolatile = 's') THEN 's' ELSE 'i' END
        FROM pg_catalog.pg_proc p WHERE p.proname = ANY ($1) GROUP BY p.proname
        UNION ALL
        SELECT 'd', t.typname::text, ''
        FROM pg_catalog.pg_type t
        WHERE t.typtype = 'd' AND t.typname = ANY ($1)
          AND (t.typnotnull OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid))
        """;
}
