namespace DbSafety.Engine.Schema.Reading;

/// <summary>The columns of all relations.</summary>
internal sealed class ColumnsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.atttypid, a.attnotnull, a.attidentity,
               a.attgenerated, a.attislocal,
               CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation,
               CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
               {catalog.Since(14, "a.attcompression", "''::\"char\"")} AS compression,
               -- From version 17 on, null stands for the default that was -1.
               coalesce(a.attstattarget, -1)::int AS statistics_target,
               a.attoptions, a.attfdwoptions
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND {catalog.UserSchema()}
        """,
        row =>
        {
            if (catalog.Tables.Find(row.Oid("attrelid")) is not { } table)
                return;
            table.Columns.Add(new ColumnDraft
            {
                Number = row.Short("attnum"),
                Name = row.Common("attname"),
                TypeName = row.Common("type"),
                TypeOid = row.Oid("atttypid"),
                NotNull = row.Flag("attnotnull"),
                Identity = row.Letter("attidentity"),
                Generated = row.Letter("attgenerated"),
                IsLocal = row.Flag("attislocal"),
                Collation = row.TextOrNull("collation"),
                Storage = row.LetterOrNull("storage"),
                Compression = row.Letter("compression"),
                StatisticsTarget = row.Int("statistics_target"),
                Options = row.Texts("attoptions"),
                ForeignOptions = row.Texts("attfdwoptions"),
            });
        },
        cancellationToken, "attrelid = ANY ($1)");
}
