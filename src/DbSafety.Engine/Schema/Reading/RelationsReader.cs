namespace DbSafety.Engine.Schema.Reading;

/// <summary>Tables, partitioned tables, foreign tables, views and materialized views, with who inherits from whom.</summary>
internal sealed class RelationsReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await ReadRelationsAsync(catalog, cancellationToken);
        await catalog.ReadAsync(
            "SELECT i.inhrelid, i.inhparent FROM pg_inherits i ORDER BY i.inhrelid, i.inhseqno",
            row =>
            {
                if (catalog.Tables.Find(row.Oid("inhrelid")) is not { } child || catalog.Tables.Find(row.Oid("inhparent")) is not { } parent)
                    return;
                child.Parents.Add(parent);
                parent.Children.Add(child);
            },
            cancellationToken, "inhrelid = ANY ($1)");
    }

    private static Task ReadRelationsAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, pg_get_userbyid(c.relowner)::text AS owner,
               c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispopulated,
               -- Version 13 says 0 for a table that was never analyzed, later ones say -1.
               CASE WHEN c.reltuples <= 0 AND c.relpages = 0 THEN -1 ELSE c.reltuples END::bigint AS rows,
               (c.relpages + coalesce(toast.relpages, 0)) * current_setting('block_size')::bigint AS bytes,
               space.spcname AS tablespace, nullif(am.amname, 'heap') AS access_method,
               c.reloptions, toast.reloptions AS toast_options,
               CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
               CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
               CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
               CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS query,
               s.srvname AS server, f.ftoptions AS server_options
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
        LEFT JOIN pg_tablespace space ON space.oid = c.reltablespace
        LEFT JOIN pg_am am ON am.oid = c.relam
        LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid LEFT JOIN pg_foreign_server s ON s.oid = f.ftserver
        WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relpersistence <> 't'
          AND {catalog.UserSchema()} AND {Catalog.NotMember("pg_class", "c.oid")}
        """,
        row => catalog.Tables.Add(new RelationDraft
        {
            Oid = row.Oid("oid"),
            Schema = row.Common("nspname"),
            Name = row.Text("relname"),
            Kind = row.Letter("relkind"),
            Owner = row.Common("owner"),
            Persistence = row.Letter("relpersistence"),
            IsPartition = row.Flag("relispartition"),
            RowSecurity = row.Flag("relrowsecurity"),
            ForceRowSecurity = row.Flag("relforcerowsecurity"),
            ReplicaIdentity = row.Letter("relreplident"),
            IsPopulated = row.Flag("relispopulated"),
            EstimatedRows = row.Long("rows"),
            Bytes = row.Long("bytes"),
            Tablespace = row.TextOrNull("tablespace"),
            AccessMethod = row.TextOrNull("access_method"),
            Options = row.Texts("reloptions"),
            ToastOptions = row.Texts("toast_options"),
            OfType = row.TextOrNull("of_type"),
            PartitionKey = row.TextOrNull("partition_key"),
            PartitionBound = row.TextOrNull("partition_bound"),
            Query = row.TextOrNull("query")?.TrimEnd().TrimEnd(';'),
            Server = row.TextOrNull("server"),
            ServerOptions = row.Texts("server_options"),
        }),
        cancellationToken, "oid = ANY ($1)");
}
