namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Moves what needs an object of the section after the data into that section too: a view that groups by a primary key needs that key.</summary>
internal static class Sections
{
    public static IReadOnlyList<SchemaNode> Settle(SchemaNodes nodes, ref DependencyGraph graph, List<string> warnings)
    {
        var sorted = NodeSorter.Sort(graph);
        var moved = Move(graph, sorted);
        // A table must not wait until after its data: the view that it needs the row type of is given a first form.
        if (moved.Any(node => node.Kind == SchemaObjectKind.Table))
        {
            foreach (var node in moved)
                node.Section = SchemaSection.PreData;
            foreach (var view in moved.Where(node => node is { Kind: SchemaObjectKind.View, ShellNode: null }))
                CircleBreaker.AddShell(nodes, view, nodes.All.Where(node => node.Kind is not (SchemaObjectKind.View or SchemaObjectKind.MaterializedView)));
            graph = CircleBreaker.Break(nodes, warnings);
            sorted = NodeSorter.Sort(graph);
            moved = Move(graph, sorted);
        }

        return moved.Count == 0 ? sorted : NodeSorter.Sort(graph);
    }

    private static List<SchemaNode> Move(DependencyGraph graph, IReadOnlyList<SchemaNode> sorted)
    {
        var moved = new List<SchemaNode>();
        foreach (var node in sorted)
        {
            if (node.Section == SchemaSection.PostData || graph.Needs(node).All(needed => needed.Section == SchemaSection.PreData))
                continue;
            node.Section = SchemaSection.PostData;
            moved.Add(node);
        }

        return moved;
    }
}
