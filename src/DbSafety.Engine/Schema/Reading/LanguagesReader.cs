using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class LanguagesReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT l.oid, l.lanname, l.lanpltrusted, pg_get_userbyid(l.lanowner)::text AS owner,
               l.lanplcallfoid::regproc::text AS handler,
               CASE WHEN l.laninline <> 0 THEN l.laninline::regproc::text END AS inline,
               CASE WHEN l.lanvalidator <> 0 THEN l.lanvalidator::regproc::text END AS validator,
               l.lanacl::text[] AS acl, acldefault('l', l.lanowner)::text[] AS initial_acl
        FROM pg_language l
        WHERE l.lanispl AND l.oid >= {Catalog.FirstUserOid} AND {Catalog.NotMember("pg_language", "l.oid")}
        """,
        row =>
        {
            var name = row.Text("lanname");
            var statement = $"CREATE {(row.Flag("lanpltrusted") ? "TRUSTED " : "")}LANGUAGE {Identifier.Quote(name)} HANDLER {row.Text("handler")}"
                + (row.TextOrNull("inline") is { } inline ? $" INLINE {inline}" : "")
                + (row.TextOrNull("validator") is { } validator ? $" VALIDATOR {validator}" : "");
            catalog.Add(new ObjectKey(CatalogOid.Language, row.Oid("oid")), SchemaObjectKind.Language, "LANGUAGE", Identifier.Quote(name), null, name, statements: statement)
                .OwnedBy(row.Text("owner"))
                .Granted(row, "U");
        },
        cancellationToken);
}
