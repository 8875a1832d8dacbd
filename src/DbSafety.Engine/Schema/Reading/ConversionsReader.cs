using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class ConversionsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT c.oid, n.nspname, c.conname, pg_get_userbyid(c.conowner)::text AS owner, c.condefault,
               pg_encoding_to_char(c.conforencoding)::text AS source, pg_encoding_to_char(c.contoencoding)::text AS destination,
               c.conproc::regproc::text AS function
        FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_conversion", "c.oid")}
        """,
        row =>
        {
            var (schema, name) = (row.Text("nspname"), row.Text("conname"));
            var quoted = Identifier.Quote(schema, name);
            catalog.Add(new ObjectKey(CatalogOid.Conversion, row.Oid("oid")), SchemaObjectKind.Conversion, "CONVERSION", quoted, schema, name,
                    statements: $"CREATE {(row.Flag("condefault") ? "DEFAULT " : "")}CONVERSION {quoted} FOR {Identifier.Literal(row.Text("source"))}"
                        + $" TO {Identifier.Literal(row.Text("destination"))} FROM {row.Text("function")}")
                .OwnedBy(row.Text("owner"));
        },
        cancellationToken);
}
