using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Makes the nodes of the relations that were read; asks the server nothing.</summary>
internal sealed class RelationNodes : ICatalogReader
{
    private const int RowSecurityPart = 1;
    private const int RefreshPart = 2;

    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        foreach (var relation in catalog.Tables.All)
        {
            relation.Node = relation.IsTable ? AddTable(catalog, relation) : AddView(catalog, relation);
            relation.Node.OwnedBy(relation.Owner);
        }

        return Task.CompletedTask;
    }

    private static SchemaNode AddTable(Catalog catalog, RelationDraft table)
    {
        var kind = table.Kind == 'f' ? SchemaObjectKind.ForeignTable : SchemaObjectKind.Table;
        var node = catalog.Add(table.Key, kind, table.Words, table.Quoted, table.Schema, table.Name, compose: whole => TableStatements.Write(table, whole));
        foreach (var parent in table.Parents)
            node.Needs.Add(parent.Key);

        // Row security waits until the rows are there, with the policies.
        List<string> security = [];
        if (table.RowSecurity)
            security.Add($"ALTER TABLE {table.Quoted} ENABLE ROW LEVEL SECURITY");
        if (table.ForceRowSecurity)
            security.Add($"{table.AlterOnly} FORCE ROW LEVEL SECURITY");
        if (security.Count > 0)
            catalog.AddFragment(node, RowSecurityPart, SchemaObjectKind.Policy, SchemaSection.PostData, security);
        node.Facts.AddRange(security);
        return node;
    }

    private static SchemaNode AddView(Catalog catalog, RelationDraft view)
    {
        var isMaterialized = view.Kind == 'm';
        var node = catalog.Add(view.Key, isMaterialized ? SchemaObjectKind.MaterializedView : SchemaObjectKind.View, view.Words, view.Quoted, view.Schema, view.Name,
            compose: whole => ViewStatements.Write(view, whole),
            shell: isMaterialized ? null : () => ViewStatements.WriteShell(view));
        if (isMaterialized && view.IsPopulated)
        {
            var refresh = $"REFRESH MATERIALIZED VIEW {view.Quoted}";
            catalog.AddFragment(node, RefreshPart, SchemaObjectKind.MaterializedView, SchemaSection.PostData, refresh);
            node.Facts.Add(refresh);
        }

        return node;
    }

    /// <summary>The address of the statement that fills a materialized view.</summary>
    public static ObjectKey RefreshKey(ObjectKey view) => view with { Part = RefreshPart };

    public static bool IsRefresh(SchemaNode node) => node is { Kind: SchemaObjectKind.MaterializedView, PartOf: not null };
}
