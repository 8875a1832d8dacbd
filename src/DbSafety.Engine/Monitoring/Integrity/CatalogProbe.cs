namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Rows of the catalogs that point to nothing.</summary>
internal sealed class CatalogProbe : IIntegrityProbe
{
    private const string Sql = """
        SELECT 'pg_class ' || c.relname, 'its schema ' || c.relnamespace || ' is not there' FROM pg_catalog.pg_class c
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.oid = c.relnamespace)
        UNION ALL SELECT 'pg_class ' || c.relname, 'it has ' || c.relnatts || ' columns, and ' || count(a.attnum) || ' are described' FROM pg_catalog.pg_class c
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 GROUP BY c.oid, c.relname, c.relnatts HAVING c.relnatts <> count(a.attnum)
        UNION ALL SELECT 'pg_class ' || c.relname, 'its TOAST table ' || c.reltoastrelid || ' is not there' FROM pg_catalog.pg_class c
        WHERE c.reltoastrelid <> 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_class t WHERE t.oid = c.reltoastrelid)
        UNION ALL SELECT 'pg_class ' || c.relname, 'its owner ' || c.relowner || ' is not there' FROM pg_catalog.pg_class c
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = c.relowner)
        UNION ALL SELECT 'pg_class ' || c.relname, 'it is an index without a row in pg_index' FROM pg_catalog.pg_class c
        WHERE c.relkind IN ('i', 'I') AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = c.oid)
        UNION ALL SELECT 'pg_index ' || i.indexrelid, 'its table ' || i.indrelid || ' is not there' FROM pg_catalog.pg_index i
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = i.indrelid)
        UNION ALL SELECT 'pg_attribute ' || a.attrelid || '.' || a.attname, 'its type ' || a.atttypid || ' is not there' FROM pg_catalog.pg_attribute a
        WHERE a.atttypid <> 0 AND NOT a.attisdropped AND NOT EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid)
        UNION ALL SELECT 'pg_constraint ' || k.conname, 'its table ' || k.conrelid || ' is not there' FROM pg_catalog.pg_constraint k
        WHERE k.conrelid <> 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = k.conrelid)
        UNION ALL SELECT 'pg_constraint ' || k.conname, 'the table ' || k.confrelid || ' that it points to is not there' FROM pg_catalog.pg_constraint k
        WHERE k.confrelid <> 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = k.confrelid)
        UNION ALL SELECT 'pg_trigger ' || t.tgname, 'its function ' || t.tgfoid || ' is not there' FROM pg_catalog.pg_trigger t
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.oid = t.tgfoid)
        UNION ALL SELECT 'pg_attrdef of ' || f.adrelid, 'its table is not there' FROM pg_catalog.pg_attrdef f
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = f.adrelid)
        UNION ALL SELECT 'pg_inherits of ' || h.inhrelid, 'its parent ' || h.inhparent || ' is not there' FROM pg_catalog.pg_inherits h
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = h.inhparent)
        """;

    public string Name => "catalog";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        foreach (var row in await run.RowsAsync(Sql, cancellationToken))
            run.Failed((string)row[0]!, 1, $"{char.ToUpperInvariant(((string)row[1]!)[0])}{((string)row[1]!)[1..]}.");
        var count = (await run.RowsAsync("SELECT count(*) FROM pg_catalog.pg_class", cancellationToken))[0][0];
        run.Looked((long)count!, "relations are described without contradiction");
    }
}
