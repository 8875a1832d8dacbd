using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class CollationsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT c.oid, n.nspname, c.collname, c.collprovider, c.collisdeterministic, pg_get_userbyid(c.collowner)::text AS owner,
               c.collcollate::text, c.collctype::text,
               {catalog.Since(17, "c.colllocale::text", catalog.Since(15, "c.colliculocale::text", "CASE WHEN c.collprovider = 'i' THEN c.collcollate::text END"))} AS locale,
               {catalog.Since(16, "c.collicurules::text", "NULL::text")} AS rules
        FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_collation", "c.oid")}
          -- The others cannot be seen in this database.
          AND c.collencoding IN (-1, (SELECT d.encoding FROM pg_database d WHERE d.datname = current_database()))
        """,
        row =>
        {
            var (schema, name) = (row.Text("nspname"), row.Text("collname"));
            var quoted = Identifier.Quote(schema, name);
            catalog.Add(new ObjectKey(CatalogOid.Collation, row.Oid("oid")), SchemaObjectKind.Collation, "COLLATION", quoted, schema, name,
                    statements: $"CREATE COLLATION {quoted} ({string.Join(", ", Properties(row))})")
                .OwnedBy(row.Text("owner"));
        },
        cancellationToken);

    private static IEnumerable<string> Properties(CatalogRow row)
    {
        var provider = row.Letter("collprovider");
        yield return "provider = " + provider switch { 'c' => "libc", 'i' => "icu", 'b' => "builtin", _ => "default" };
        if (!row.Flag("collisdeterministic"))
            yield return "deterministic = false";
        if (provider == 'c')
        {
            yield return $"lc_collate = {Identifier.Literal(row.TextOrNull("collcollate") ?? "")}";
            yield return $"lc_ctype = {Identifier.Literal(row.TextOrNull("collctype") ?? "")}";
        }
        else if (row.TextOrNull("locale") is { } locale)
            yield return $"locale = {Identifier.Literal(locale)}";
        if (row.TextOrNull("rules") is { } rules)
            yield return $"rules = {Identifier.Literal(rules)}";
    }
}
