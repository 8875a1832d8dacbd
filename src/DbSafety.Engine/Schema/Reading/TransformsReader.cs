using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class TransformsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT t.oid, format_type(t.trftype, NULL) AS type, l.lanname,
               CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::oid::regprocedure::text END AS from_sql,
               CASE WHEN t.trftosql <> 0 THEN t.trftosql::oid::regprocedure::text END AS to_sql
        FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
        WHERE t.oid >= {Catalog.FirstUserOid} AND {Catalog.NotMember("pg_transform", "t.oid")}
        """,
        row =>
        {
            var name = $"FOR {row.Text("type")} LANGUAGE {Identifier.Quote(row.Text("lanname"))}";
            string?[] functions =
            [
                row.TextOrNull("from_sql") is { } from ? $"FROM SQL WITH FUNCTION {from}" : null,
                row.TextOrNull("to_sql") is { } to ? $"TO SQL WITH FUNCTION {to}" : null,
            ];
            catalog.Add(new ObjectKey(CatalogOid.Transform, row.Oid("oid")), SchemaObjectKind.Transform, "TRANSFORM", name, null, name,
                statements: $"CREATE TRANSFORM {name} ({string.Join(", ", functions.OfType<string>())})");
        },
        cancellationToken);
}
