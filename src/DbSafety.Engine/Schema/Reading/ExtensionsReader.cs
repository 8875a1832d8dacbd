using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Extensions; what they bring along is not read.</summary>
internal sealed class ExtensionsReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await catalog.ReadAsync(
            $"""
            SELECT e.oid, e.extname, e.extversion, n.nspname,
                   (SELECT string_agg(c.oid::regclass::text, ', ' ORDER BY c.oid) FROM pg_class c WHERE c.oid = ANY (e.extconfig) AND c.relkind <> 'S') AS configuration
            FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.oid >= {Catalog.FirstUserOid}
            """,
            row =>
            {
                var name = row.Text("extname");
                var node = catalog.Add(new ObjectKey(CatalogOid.Extension, row.Oid("oid")), SchemaObjectKind.Extension, "EXTENSION", Identifier.Quote(name), null, name,
                    statements: $"CREATE EXTENSION IF NOT EXISTS {Identifier.Quote(name)} WITH SCHEMA {Identifier.Quote(row.Text("nspname"))}");
                // The statement takes the version that the server offers; the fingerprint tells when that is another one.
                node.Facts.Add($"ALTER EXTENSION {Identifier.Quote(name)} UPDATE TO {Identifier.Literal(row.Text("extversion"))}");
                if (row.TextOrNull("configuration") is { } tables)
                    catalog.Warnings.Add($"Extension {name} keeps rows of its users in its own tables, which are not listed among the tables: {tables}.");
            },
            cancellationToken);

        await catalog.ReadAsync(
            "SELECT classid, objid, refobjid FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass",
            row => catalog.Nodes.AddAlias(new ObjectKey(row.Oid("classid"), row.Oid("objid")), new ObjectKey(CatalogOid.Extension, row.Oid("refobjid"))),
            cancellationToken);
    }
}
