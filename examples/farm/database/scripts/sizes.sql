-- What a backup has to carry: rows and bytes of every table, the largest first.

SELECT class.oid::regclass AS table, class.reltuples::bigint AS rows_about,
       pg_size_pretty(pg_table_size(class.oid)) AS data, pg_size_pretty(pg_indexes_size(class.oid)) AS indexes
FROM pg_catalog.pg_class AS class
WHERE class.relnamespace IN ('farm'::regnamespace, 'audit'::regnamespace) AND class.relkind IN ('r', 'm')
ORDER BY pg_total_relation_size(class.oid) DESC;
