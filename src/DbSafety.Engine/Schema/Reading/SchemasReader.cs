using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class SchemasReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT n.oid, n.nspname, pg_get_userbyid(n.nspowner)::text AS owner, n.nspacl::text[] AS acl,
               acldefault('n', n.nspowner)::text[] AS initial_acl, pg_get_userbyid(10)::text AS bootstrap
        FROM pg_namespace n
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_namespace", "n.oid")}
        """,
        row =>
        {
            var name = row.Text("nspname");
            var node = catalog.Add(new ObjectKey(CatalogOid.Namespace, row.Oid("oid")), SchemaObjectKind.Schema, "SCHEMA", Identifier.Quote(name), name, name,
                statements: (name == "public" ? "CREATE SCHEMA IF NOT EXISTS " : "CREATE SCHEMA ") + Identifier.Quote(name));
            var owner = row.Text("owner");
            if (name != "public")
            {
                node.OwnedBy(owner).Granted(row, "UC");
                return;
            }

            // Every new database has the schema public, open to PUBLIC and given to an owner that changed in version 15.
            var usualOwner = catalog.Since(15, "pg_database_owner", row.Text("bootstrap"));
            if (owner != usualOwner)
                node.OwnedBy(owner);
            var quoted = QuoteInAcl(owner);
            string[] initial = [$"{quoted}=UC/{quoted}", $"={catalog.Since(15, "U", "UC")}/{quoted}"];
            node.Grants.AddRange(Privileges.Write(node.Target, "UC", owner, row.Texts("acl") ?? row.Texts("initial_acl"), initial));
            node.InFingerprint = node.Owner.Count + node.Grants.Count > 0;
        },
        cancellationToken);

    private static string QuoteInAcl(string role) =>
        role.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? role : "\"" + role.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
