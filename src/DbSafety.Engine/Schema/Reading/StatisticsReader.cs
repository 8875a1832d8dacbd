using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Extended statistics.</summary>
internal sealed class StatisticsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT s.oid, s.stxrelid, n.nspname, s.stxname, pg_get_userbyid(s.stxowner)::text AS owner, pg_get_statisticsobjdef(s.oid) AS definition,
               -- From version 17 on, null stands for the default that was -1.
               coalesce(s.stxstattarget, -1)::int AS target
        FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_statistic_ext", "s.oid")}
        """,
        row =>
        {
            if (catalog.Tables.Find(row.Oid("stxrelid")) is not { } table)
                return;
            var (schema, name) = (row.Text("nspname"), row.Text("stxname"));
            var quoted = Identifier.Quote(schema, name);
            var node = catalog.Add(new ObjectKey(CatalogOid.Statistics, row.Oid("oid")), SchemaObjectKind.Statistics, "STATISTICS", quoted, schema, name,
                SchemaSection.PostData, table.Key, statements: row.Text("definition"));
            if (row.Int("target") >= 0)
                node.Statements.Add($"ALTER STATISTICS {quoted} SET STATISTICS {row.Int("target")}");
            node.Needs.Add(table.Key);
            node.OwnedBy(row.Text("owner"));
        },
        cancellationToken, "stxrelid = ANY ($1)");
}
