using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class DefaultPrivilegesReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT d.oid, pg_get_userbyid(d.defaclrole)::text AS owner, n.nspname, d.defaclobjtype, d.defaclacl::text[] AS acl,
               -- Those of a schema are added to the global ones; global ones replace the built-in ones.
               CASE WHEN d.defaclnamespace = 0 THEN acldefault(CASE WHEN d.defaclobjtype = 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)::text[]
                    ELSE ARRAY[]::text[] END AS initial_acl
        FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
        WHERE d.defaclnamespace = 0 OR {catalog.UserSchema()}
        """,
        row =>
        {
            var (words, all) = row.Letter("defaclobjtype") switch
            {
                'r' => ("TABLES", Privileges.OnTable(catalog.Version)),
                'S' => ("SEQUENCES", "rwU"),
                'f' => ("FUNCTIONS", "X"),
                'T' => ("TYPES", "U"),
                'n' => ("SCHEMAS", "UC"),
                'L' => ("LARGE OBJECTS", "rw"),
                var other => (other.ToString(), ""),
            };
            var owner = row.Text("owner");
            var schema = row.TextOrNull("nspname");
            var name = $"FOR ROLE {Identifier.Quote(owner)}{(schema is null ? "" : $" IN SCHEMA {Identifier.Quote(schema)}")}";
            var node = catalog.Nodes.Add(new SchemaNode
            {
                Key = new ObjectKey(CatalogOid.DefaultPrivileges, row.Oid("oid")),
                Kind = SchemaObjectKind.DefaultPrivileges,
                Schema = schema,
                Name = name,
                Target = $"DEFAULT PRIVILEGES {name}",
                Identity = $"default privileges {name} on {words.ToLowerInvariant()}",
                Section = SchemaSection.PostData,
            });
            foreach (var statement in Privileges.Write(words, all, owner, row.Texts("acl"), row.Texts("initial_acl")))
                node.Grants.Add($"ALTER DEFAULT PRIVILEGES {name} {statement}");
        },
        cancellationToken);
}
