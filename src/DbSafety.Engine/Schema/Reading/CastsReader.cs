using DbSafety.Engine.Schema.Ordering;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class CastsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT c.oid, format_type(c.castsource, NULL) AS source, format_type(c.casttarget, NULL) AS target, c.castcontext, c.castmethod,
               CASE WHEN c.castfunc <> 0 THEN c.castfunc::regprocedure::text END AS function
        FROM pg_cast c
        WHERE c.oid >= {Catalog.FirstUserOid} AND {Catalog.NotMember("pg_cast", "c.oid")}
          -- The cast from a range to its multirange comes with the type.
          AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_cast'::regclass AND i.objid = c.oid AND i.deptype = 'i')
        """,
        row =>
        {
            var name = $"({row.Text("source")} AS {row.Text("target")})";
            var method = row.Letter("castmethod") switch
            {
                'b' => "WITHOUT FUNCTION",
                'i' => "WITH INOUT",
                _ => "WITH FUNCTION " + row.TextOrNull("function"),
            };
            var context = row.Letter("castcontext") switch { 'a' => " AS ASSIGNMENT", 'i' => " AS IMPLICIT", _ => "" };
            catalog.Nodes.Add(new SchemaNode
            {
                Key = new ObjectKey(CatalogOid.Cast, row.Oid("oid")),
                Kind = SchemaObjectKind.Cast,
                Name = name,
                Target = $"CAST {name}",
                Identity = $"cast {name}",
                // A cast by a function may take it that two types are the same in memory, which another cast declares.
                IsLate = row.Letter("castmethod") == 'f',
                Beginning = [$"CREATE CAST {name} {method}{context}"],
            });
        },
        cancellationToken);
}
