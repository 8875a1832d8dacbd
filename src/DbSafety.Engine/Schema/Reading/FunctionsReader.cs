using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Functions, procedures and window functions; aggregates have a reader of their own.</summary>
internal sealed class FunctionsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT p.oid, n.nspname, p.proname, p.prokind, p.oid::regprocedure::text AS signature, pg_get_functiondef(p.oid) AS definition,
               pg_get_function_identity_arguments(p.oid) AS arguments, pg_get_userbyid(p.proowner)::text AS owner,
               p.proacl::text[] AS acl, acldefault('f', p.proowner)::text[] AS initial_acl
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind <> 'a' AND {catalog.UserSchema()} AND {Catalog.NotMember("pg_proc", "p.oid")}
          -- The constructors of ranges come with their type.
          AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')
        """,
        row =>
        {
            var (schema, name) = (row.Text("nspname"), row.Text("proname"));
            var isProcedure = row.Letter("prokind") == 'p';
            var words = isProcedure ? "PROCEDURE" : "FUNCTION";
            catalog.Nodes.Add(new Ordering.SchemaNode
            {
                Key = new ObjectKey(CatalogOid.Function, row.Oid("oid")),
                Kind = isProcedure ? SchemaObjectKind.Procedure : SchemaObjectKind.Function,
                Schema = schema,
                Name = name,
                Target = $"{words} {Identifier.Quote(schema, name)}({row.Text("arguments")})",
                Identity = $"{words.ToLowerInvariant()} {row.Text("signature")}",
                Statements = [row.Text("definition").TrimEnd()],
            })
                .OwnedBy(row.Text("owner"))
                .Granted(row, "X");
        },
        cancellationToken, "oid = ANY ($1)");
}
