using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Who needs whom, from <c>pg_depend</c>; read after all nodes are there.</summary>
internal sealed class DependenciesReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        var nodes = catalog.Nodes;
        var rows = new List<(ObjectKey Object, ObjectKey Needed, char Type)>();
        var last = default((ObjectKey, ObjectKey, char));
        await catalog.ReadAsync(
            $"""
            SELECT d.classid, d.objid, d.refclassid, d.refobjid, d.deptype
            FROM pg_depend d
            WHERE d.objid >= {Catalog.FirstUserOid} AND d.deptype <> 'e' AND (d.classid, d.objid) <> (d.refclassid, d.refobjid)
            """,
            row =>
            {
                var item = new ObjectKey(row.Oid("classid"), row.Oid("objid"));
                var needed = new ObjectKey(row.Oid("refclassid"), row.Oid("refobjid"));
                var type = row.Letter("deptype");
                // One row for each column: mostly one after the other.
                if ((item, needed, type) == last)
                    return;
                last = (item, needed, type);
                rows.Add(last);
                // What is made with another thing (a row type, an array type, a view's rule) stands for it.
                if (type == 'i' && nodes.Find(item) is null && nodes.FindPart(item) is null)
                    nodes.AddAlias(item, needed);
            },
            cancellationToken, Catalog.WantedOf("classid", "objid"));

        foreach (var (item, needed, type) in rows)
        {
            if (type == 'x')
                TieToExtension(catalog, item, needed);
            if (nodes.Resolve(needed) is not { } target)
                continue;
            if (nodes.FindPart(item) is var (_, part))
                part.Needs.Add(target.Key);
            else if (nodes.Resolve(item) is { } node && node != target && !IsOwnedBy(item, node, target, type))
                node.Needs.Add(target.Key);
        }
    }

    // A sequence that is owned by a column does not need it: the statement OWNED BY does, and is written apart.
    private static bool IsOwnedBy(ObjectKey item, SchemaNode node, SchemaNode target, char type) =>
        node.Kind == SchemaObjectKind.Sequence && item == node.Key && type == 'a' && target.Key == node.OwningTable;

    private static void TieToExtension(Catalog catalog, ObjectKey item, ObjectKey extension)
    {
        if (catalog.Nodes.FindTarget(item) is { } target && catalog.Nodes.Find(extension) is { } node)
            catalog.Nodes.AddNote(item, $"ALTER {target} DEPENDS ON EXTENSION {Identifier.Quote(node.Name)}");
    }
}
