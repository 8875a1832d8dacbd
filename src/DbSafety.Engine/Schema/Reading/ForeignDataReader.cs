using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Foreign data wrappers, servers and user mappings.</summary>
internal sealed class ForeignDataReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await ReadWrappersAsync(catalog, cancellationToken);
        await ReadServersAsync(catalog, cancellationToken);
        await ReadMappingsAsync(catalog, cancellationToken);
    }

    private static Task ReadWrappersAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT w.oid, w.fdwname, pg_get_userbyid(w.fdwowner)::text AS owner, w.fdwoptions,
               nullif(w.fdwhandler::regproc::text, '-') AS handler, nullif(w.fdwvalidator::regproc::text, '-') AS validator,
               w.fdwacl::text[] AS acl, acldefault('F', w.fdwowner)::text[] AS initial_acl
        FROM pg_foreign_data_wrapper w
        WHERE w.oid >= {Catalog.FirstUserOid} AND {Catalog.NotMember("pg_foreign_data_wrapper", "w.oid")}
        """,
        row =>
        {
            var name = row.Text("fdwname");
            catalog.Add(new ObjectKey(CatalogOid.ForeignDataWrapper, row.Oid("oid")), SchemaObjectKind.ForeignDataWrapper, "FOREIGN DATA WRAPPER",
                    Identifier.Quote(name), null, name,
                    statements: $"CREATE FOREIGN DATA WRAPPER {Identifier.Quote(name)}"
                        + (row.TextOrNull("handler") is { } handler ? $" HANDLER {handler}" : "")
                        + (row.TextOrNull("validator") is { } validator ? $" VALIDATOR {validator}" : "")
                        + OptionList.ForeignClause(row.Texts("fdwoptions")))
                .OwnedBy(row.Text("owner"))
                .Granted(row, "U");
        },
        cancellationToken);

    private static Task ReadServersAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT s.oid, s.srvname, s.srvtype, s.srvversion, w.fdwname, pg_get_userbyid(s.srvowner)::text AS owner, s.srvoptions,
               s.srvacl::text[] AS acl, acldefault('S', s.srvowner)::text[] AS initial_acl
        FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE {Catalog.NotMember("pg_foreign_server", "s.oid")}
        """,
        row =>
        {
            var name = row.Text("srvname");
            catalog.Add(new ObjectKey(CatalogOid.ForeignServer, row.Oid("oid")), SchemaObjectKind.ForeignServer, "SERVER", Identifier.Quote(name), null, name,
                    statements: $"CREATE SERVER {Identifier.Quote(name)}"
                        + (row.TextOrNull("srvtype") is { } type ? $" TYPE {Identifier.Literal(type)}" : "")
                        + (row.TextOrNull("srvversion") is { } version ? $" VERSION {Identifier.Literal(version)}" : "")
                        + $" FOREIGN DATA WRAPPER {Identifier.Quote(row.Text("fdwname"))}"
                        + OptionList.ForeignClause(row.Texts("srvoptions")))
                .OwnedBy(row.Text("owner"))
                .Granted(row, "U", $"FOREIGN SERVER {Identifier.Quote(name)}");
        },
        cancellationToken);

    private static Task ReadMappingsAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        // The view, not the catalog: it may be read by all, and hides the options from those who may not see them.
        """
        SELECT m.umid, m.srvid, m.srvname, m.umuser = 0 AS is_public, m.usename, m.umoptions
        FROM pg_user_mappings m
        """,
        row =>
        {
            if (catalog.Nodes.Find(new ObjectKey(CatalogOid.ForeignServer, row.Oid("srvid"))) is not { } server)
                return;
            var name = $"FOR {(row.Flag("is_public") ? "PUBLIC" : Identifier.Quote(row.Text("usename")))} SERVER {Identifier.Quote(row.Text("srvname"))}";
            var node = catalog.Nodes.Add(new SchemaNode
            {
                Key = new ObjectKey(CatalogOid.UserMapping, row.Oid("umid")),
                Kind = SchemaObjectKind.UserMapping,
                Name = name,
                Target = $"USER MAPPING {name}",
                Identity = $"user mapping {name}",
                Beginning = [$"CREATE USER MAPPING {name}{OptionList.ForeignClause(row.Texts("umoptions"))}"],
            });
            node.Needs.Add(server.Key);
        },
        cancellationToken);
}
