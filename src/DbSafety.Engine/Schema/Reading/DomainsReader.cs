using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class DomainsReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await ReadDomainsAsync(catalog, cancellationToken);
        await ReadChecksAsync(catalog, cancellationToken);
    }

    private static Task ReadDomainsAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT t.oid, n.nspname, t.typname, pg_get_userbyid(t.typowner)::text AS owner, format_type(t.typbasetype, t.typtypmod) AS base,
               CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
               t.typnotnull, coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), quote_literal(t.typdefault)) AS default_value,
               -- From version 17 on the constraint has a name.
               (SELECT k.conname::text FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n') AS not_null_name,
               (SELECT k.oid FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n') AS not_null_oid,
               t.typacl::text[] AS acl, acldefault('T', t.typowner)::text[] AS initial_acl
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
        WHERE t.typtype = 'd' AND {catalog.UserSchema()} AND {Catalog.NotMember("pg_type", "t.oid")}
        """,
        row =>
        {
            var (schema, name) = (row.Text("nspname"), row.Text("typname"));
            var quoted = Identifier.Quote(schema, name);
            var notNullName = row.TextOrNull("not_null_name");
            var head = $"CREATE DOMAIN {quoted} AS {row.Text("base")}"
                + (row.TextOrNull("collation") is { } collation ? $" COLLATE {collation}" : "")
                + (row.TextOrNull("default_value") is { } value ? $" DEFAULT {value}" : "")
                + (row.Flag("typnotnull") ? $"{(notNullName is null || notNullName == $"{name}_not_null" ? "" : $" CONSTRAINT {Identifier.Quote(notNullName)}")} NOT NULL" : "");
            SchemaNode? node = null;
            var key = new ObjectKey(CatalogOid.Type, row.Oid("oid"));
            node = catalog.Add(key, SchemaObjectKind.Domain, "DOMAIN", quoted, schema, name,
                    compose: whole => [head + string.Concat(node!.Parts.Where(part => whole || !part.IsApart).Select(part => "\n    " + part.Clause))])
                .OwnedBy(row.Text("owner"))
                .Granted(row, "U");
            if (notNullName is not null)
                catalog.Nodes.AddAlias(new ObjectKey(CatalogOid.Constraint, row.Oid("not_null_oid")), key, $"CONSTRAINT {Identifier.Quote(notNullName)} ON DOMAIN {quoted}");
        },
        cancellationToken, "oid = ANY ($1)");

    private static Task ReadChecksAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        """
        SELECT k.oid, k.contypid, k.conname, k.convalidated, pg_get_constraintdef(k.oid) AS definition
        FROM pg_constraint k
        WHERE k.contypid <> 0 AND k.contype = 'c'
        ORDER BY k.contypid, k.conname COLLATE "C"
        """,
        row =>
        {
            if (catalog.Nodes.Find(new ObjectKey(CatalogOid.Type, row.Oid("contypid"))) is not { } domain)
                return;
            var name = Identifier.Quote(row.Text("conname"));
            var definition = row.Text("definition");
            var validated = row.Flag("convalidated");
            catalog.Nodes.AddPart(domain, new NodePart
            {
                Key = new ObjectKey(CatalogOid.Constraint, row.Oid("oid")),
                Kind = SchemaObjectKind.CheckConstraint,
                Name = row.Text("conname"),
                Clause = $"CONSTRAINT {name} {definition}",
                Statement = $"ALTER {domain.Target} ADD CONSTRAINT {name} {definition}",
                // What existing values may break can only be added once they are there.
                IsApart = !validated,
                Section = validated ? SchemaSection.PreData : SchemaSection.PostData,
            }, $"CONSTRAINT {name} ON DOMAIN {Identifier.Quote(domain.Schema, domain.Name)}");
        },
        cancellationToken, "contypid = ANY ($1)");
}
