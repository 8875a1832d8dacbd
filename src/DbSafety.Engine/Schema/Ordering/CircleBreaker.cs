namespace DbSafety.Engine.Schema.Ordering;

/// <summary>
/// Makes an order possible where objects need each other: a default or check is added later, a type is announced by its shell, a view
/// is first made without its query. What it does depends on the circle alone, not on where the search began.
/// </summary>
internal static class CircleBreaker
{
    private const int ShellPart = 8;

    public static DependencyGraph Break(SchemaNodes nodes, List<string> warnings)
    {
        while (true)
        {
            // What is apart has a node of its own, or the whole would seem to need what its part needs.
            PartNodes.Add(nodes);
            var graph = new DependencyGraph(nodes);
            var circles = CircleFinder.Find(graph);
            if (circles.Count == 0)
                return graph;
            var progress = false;
            foreach (var circle in circles)
                progress |= SetApart(nodes, circle) || AddShells(nodes, circle, SchemaObjectKind.Type) || AddShells(nodes, circle, SchemaObjectKind.View);
            if (progress)
                continue;
            foreach (var circle in circles)
                GiveUp(graph, circle, warnings);
            return graph;
        }
    }

    /// <summary>Writes those clauses apart that take part in the circle.</summary>
    private static bool SetApart(SchemaNodes nodes, IReadOnlyList<SchemaNode> circle)
    {
        var members = circle.ToHashSet();
        var found = false;
        foreach (var part in circle.SelectMany(node => node.Parts))
        {
            if (part.IsApart || part.Statement is null || !part.Needs.Any(key => nodes.Resolve(key) is { } needed && members.Contains(needed)))
                continue;
            part.IsApart = true;
            found = true;
        }

        return found;
    }

    private static bool AddShells(SchemaNodes nodes, IReadOnlyList<SchemaNode> circle, SchemaObjectKind kind)
    {
        var found = false;
        foreach (var node in circle.Where(node => node.Kind == kind && node is { Shell: not null, ShellNode: null }))
        {
            AddShell(nodes, node, circle);
            found = true;
        }

        return found;
    }

    /// <summary>Makes a first form of a node, which those that use it need instead of it.</summary>
    public static void AddShell(SchemaNodes nodes, SchemaNode node, IEnumerable<SchemaNode> users)
    {
        var shell = nodes.Add(new SchemaNode
        {
            Key = node.Key with { Part = ShellPart },
            Kind = node.Kind,
            Schema = node.Schema,
            Name = node.Name,
            Target = node.Target,
            Identity = node.Identity + " (first form)",
            PartOf = node.Key,
            InFingerprint = false,
            Beginning = [.. node.Shell!()],
        });
        node.ShellNode = shell;
        // It lives in the same schema and has columns of the same types; what else the node needs is for its full form.
        foreach (var key in node.Needs)
            if (nodes.Resolve(key) is { Kind: SchemaObjectKind.Schema } or { Kind: SchemaObjectKind.Type or SchemaObjectKind.Domain, ShellNode: null })
                if (node.Kind == SchemaObjectKind.View || nodes.Resolve(key)!.Kind == SchemaObjectKind.Schema)
                    shell.Needs.Add(key);
        foreach (var user in users)
        {
            if (user == node || user == shell)
                continue;
            Redirect(nodes, ref user.Needs, node, shell);
            foreach (var part in user.Parts)
                Redirect(nodes, ref part.Needs, node, shell);
        }

        node.Needs.Add(shell.Key);
    }

    private static void Redirect(SchemaNodes nodes, ref Few<ObjectKey> needs, SchemaNode from, SchemaNode to)
    {
        if (needs.RemoveAll(key => nodes.Resolve(key) == from) > 0)
            needs.Add(to.Key);
    }

    private static void GiveUp(DependencyGraph graph, IReadOnlyList<SchemaNode> circle, List<string> warnings)
    {
        var members = circle.ToHashSet();
        warnings.Add($"These objects need each other and are written one after the other as they are: {string.Join(", ", circle.Select(node => node.Identity))}.");
        for (var i = 0; i < circle.Count; i++)
            foreach (var needed in graph.Needs(circle[i]).Where(members.Contains).ToList())
                if (string.CompareOrdinal(needed.Identity, circle[i].Identity) > 0)
                    graph.Remove(circle[i], needed);
    }
}
