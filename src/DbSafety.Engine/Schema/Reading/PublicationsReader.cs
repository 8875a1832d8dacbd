using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Publications and what they publish.</summary>
internal sealed class PublicationsReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await ReadPublicationsAsync(catalog, cancellationToken);
        await ReadTablesAsync(catalog, cancellationToken);
        if (catalog.Version >= 150000)
            await ReadSchemasAsync(catalog, cancellationToken);
    }

    private static Task ReadPublicationsAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT p.oid, p.pubname, p.puballtables, p.pubviaroot, pg_get_userbyid(p.pubowner)::text AS owner,
               concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                         CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END) AS publish,
               {catalog.Since(18, "p.pubgencols", "'n'::\"char\"")} AS generated
        FROM pg_publication p
        WHERE {Catalog.NotMember("pg_publication", "p.oid")}
        """,
        row =>
        {
            var name = row.Text("pubname");
            var quoted = Identifier.Quote(name);
            var options = $"publish = '{row.Text("publish")}'"
                + (row.Flag("pubviaroot") ? ", publish_via_partition_root = true" : "")
                + (row.Letter("generated") == 's' ? ", publish_generated_columns = stored" : "");
            catalog.Add(new ObjectKey(CatalogOid.Publication, row.Oid("oid")), SchemaObjectKind.Publication, "PUBLICATION", quoted, null, name,
                    SchemaSection.PostData, statements: $"CREATE PUBLICATION {quoted}{(row.Flag("puballtables") ? " FOR ALL TABLES" : "")} WITH ({options})")
                .OwnedBy(row.Text("owner"));
        },
        cancellationToken);

    private static Task ReadTablesAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT r.oid, r.prpubid, r.prrelid, n.nspname, c.relname,
               {catalog.Since(15, """
                   (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY u.position)
                    FROM unnest(r.prattrs::int2[]) WITH ORDINALITY u(number, position)
                    JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = u.number)
                   """, "NULL::text")} AS columns,
               {catalog.Since(15, "pg_get_expr(r.prqual, r.prrelid)", "NULL::text")} AS filter
        FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {catalog.UserSchema()}
        ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
        """,
        row => AddMember(catalog, row, CatalogOid.PublicationRelation, SchemaNodes.Relation(row.Oid("prrelid")),
            $"TABLE ONLY {Identifier.Quote(row.Text("nspname"), row.Text("relname"))}"
            + (row.TextOrNull("columns") is { } columns ? $" ({columns})" : "")
            + (row.TextOrNull("filter") is { } filter ? $" WHERE ({filter})" : "")),
        cancellationToken);

    private static Task ReadSchemasAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT s.oid, s.pnpubid AS prpubid, s.pnnspid, n.nspname
        FROM pg_publication_namespace s JOIN pg_namespace n ON n.oid = s.pnnspid
        WHERE {catalog.UserSchema()}
        ORDER BY n.nspname COLLATE "C"
        """,
        row => AddMember(catalog, row, CatalogOid.PublicationNamespace, new ObjectKey(CatalogOid.Namespace, row.Oid("pnnspid")),
            $"TABLES IN SCHEMA {Identifier.Quote(row.Text("nspname"))}"),
        cancellationToken);

    /// <summary>Each member is written apart, so that it can be given back to a table that was made again; the publication's fingerprint covers it.</summary>
    private static void AddMember(Catalog catalog, CatalogRow row, uint catalogOid, ObjectKey member, string clause)
    {
        if (catalog.Nodes.Find(new ObjectKey(CatalogOid.Publication, row.Oid("prpubid"))) is not { } publication)
            return;
        var statement = $"ALTER {publication.Target} ADD {clause}";
        var node = catalog.Nodes.Add(new SchemaNode
        {
            Key = new ObjectKey(catalogOid, row.Oid("oid")),
            Kind = SchemaObjectKind.Publication,
            Name = publication.Name,
            Target = publication.Target,
            Identity = $"{publication.Identity}: {clause}",
            Section = SchemaSection.PostData,
            PartOf = publication.Key,
            InFingerprint = false,
            Beginning = [statement],
        });
        node.Needs.Add(publication.Key);
        node.Needs.Add(member);
        publication.Facts.Add(statement);
    }
}
