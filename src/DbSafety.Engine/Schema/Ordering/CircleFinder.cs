namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Finds the sets of nodes that need each other: Tarjan's algorithm, without recursion because chains of views can be long.</summary>
internal sealed class CircleFinder
{
    private readonly DependencyGraph _graph;
    private readonly Dictionary<SchemaNode, (int Index, int Low)> _numbers = [];
    private readonly HashSet<SchemaNode> _onStack = [];
    private readonly Stack<SchemaNode> _stack = new();
    private readonly List<IReadOnlyList<SchemaNode>> _circles = [];

    private CircleFinder(DependencyGraph graph) => _graph = graph;

    public static IReadOnlyList<IReadOnlyList<SchemaNode>> Find(DependencyGraph graph)
    {
        var finder = new CircleFinder(graph);
        foreach (var node in graph.Nodes)
            if (!finder._numbers.ContainsKey(node))
                finder.Visit(node);
        return finder._circles;
    }

    private void Visit(SchemaNode root)
    {
        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Needs)>();
        Enter(root, path);
        while (path.TryPeek(out var top))
        {
            if (top.Needs.MoveNext())
            {
                var needed = top.Needs.Current;
                if (!_numbers.TryGetValue(needed, out var number))
                    Enter(needed, path);
                else if (_onStack.Contains(needed))
                    Lower(top.Node, number.Index);
                continue;
            }

            path.Pop();
            var low = _numbers[top.Node].Low;
            if (path.TryPeek(out var above))
                Lower(above.Node, low);
            if (low == _numbers[top.Node].Index)
                Close(top.Node);
        }
    }

    private void Enter(SchemaNode node, Stack<(SchemaNode, IEnumerator<SchemaNode>)> path)
    {
        var index = _numbers.Count;
        _numbers.Add(node, (index, index));
        _stack.Push(node);
        _onStack.Add(node);
        path.Push((node, _graph.Needs(node).GetEnumerator()));
    }

    private void Lower(SchemaNode node, int value)
    {
        var (index, low) = _numbers[node];
        _numbers[node] = (index, Math.Min(low, value));
    }

    private void Close(SchemaNode root)
    {
        var circle = new List<SchemaNode>();
        SchemaNode node;
        do
        {
            node = _stack.Pop();
            _onStack.Remove(node);
            circle.Add(node);
        }
        while (node != root);
        if (circle.Count > 1)
            _circles.Add([.. circle.OrderBy(item => item.Identity, StringComparer.Ordinal)]);
    }
}
