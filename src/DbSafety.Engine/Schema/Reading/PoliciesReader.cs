using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Row security policies. No function of the server writes them.</summary>
internal sealed class PoliciesReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid) AS qualification,
               pg_get_expr(p.polwithcheck, p.polrelid) AS with_check,
               (SELECT array_agg(r.rolname::text ORDER BY r.rolname COLLATE "C") FROM pg_roles r WHERE r.oid = ANY (p.polroles)) AS roles
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {catalog.UserSchema()}
        """,
        row =>
        {
            if (catalog.Tables.Find(row.Oid("polrelid")) is not { } table)
                return;
            var name = row.Text("polname");
            var target = $"{Identifier.Quote(name)} ON {table.Quoted}";
            var statement = $"CREATE POLICY {target}"
                + (row.Flag("polpermissive") ? "" : " AS RESTRICTIVE")
                + row.Letter("polcmd") switch { 'r' => " FOR SELECT", 'a' => " FOR INSERT", 'w' => " FOR UPDATE", 'd' => " FOR DELETE", _ => "" }
                + (row.Texts("roles") is { } roles ? $" TO {string.Join(", ", roles.Select(Identifier.Quote))}" : "")
                + (row.TextOrNull("qualification") is { } qualification ? $" USING ({qualification})" : "")
                + (row.TextOrNull("with_check") is { } check ? $" WITH CHECK ({check})" : "");
            var node = catalog.Add(new ObjectKey(CatalogOid.Policy, row.Oid("oid")), SchemaObjectKind.Policy, "POLICY", target, table.Schema, name,
                SchemaSection.PostData, table.Key, statements: statement);
            node.Needs.Add(table.Key);
        },
        cancellationToken, "polrelid = ANY ($1)");
}
