using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class AccessMethodsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT a.oid, a.amname, a.amtype, a.amhandler::regproc::text AS handler
        FROM pg_am a
        WHERE a.oid >= {Catalog.FirstUserOid} AND {Catalog.NotMember("pg_am", "a.oid")}
        """,
        row =>
        {
            var name = row.Text("amname");
            catalog.Add(new ObjectKey(CatalogOid.AccessMethod, row.Oid("oid")), SchemaObjectKind.AccessMethod, "ACCESS METHOD", Identifier.Quote(name), null, name,
                statements: $"CREATE ACCESS METHOD {Identifier.Quote(name)} TYPE {(row.Letter("amtype") == 't' ? "TABLE" : "INDEX")} HANDLER {row.Text("handler")}");
        },
        cancellationToken);
}
