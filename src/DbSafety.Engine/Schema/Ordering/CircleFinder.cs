namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Finds the sets of nodes that need each other: Tarjan's algorithm, without recursion because chains can be long.</summary>
internal sealed class CircleFinder
{
    private readonly DependencyGraph _graph;

    // Both from 1; 0 for a node that was not visited.
    private readonly int[] _index;
    private readonly int[] _low;
    private readonly bool[] _onStack;
    private readonly Stack<int> _stack = new();
    private readonly List<IReadOnlyList<SchemaNode>> _circles = [];
    private int _visited;

    private CircleFinder(DependencyGraph graph)
    {
        _graph = graph;
        _index = new int[graph.Nodes.Count];
        _low = new int[graph.Nodes.Count];
        _onStack = new bool[graph.Nodes.Count];
    }

    public static IReadOnlyList<IReadOnlyList<SchemaNode>> Find(DependencyGraph graph)
    {
        var finder = new CircleFinder(graph);
        for (var node = 0; node < graph.Nodes.Count; node++)
            if (finder._index[node] == 0)
                finder.Visit(node);
        return finder._circles;
    }

    private void Visit(int root)
    {
        // A node, and how many of its needs were looked at.
        var path = new Stack<(int Node, int Looked)>();
        Enter(root, path);
        while (path.TryPop(out var top))
        {
            var needs = _graph.Needs(top.Node);
            if (top.Looked < needs.Length)
            {
                path.Push((top.Node, top.Looked + 1));
                var needed = needs[top.Looked];
                if (_index[needed] == 0)
                    Enter(needed, path);
                else if (_onStack[needed])
                    _low[top.Node] = Math.Min(_low[top.Node], _index[needed]);
                continue;
            }

            if (path.TryPeek(out var above))
                _low[above.Node] = Math.Min(_low[above.Node], _low[top.Node]);
            if (_low[top.Node] == _index[top.Node])
                Close(top.Node);
        }
    }

    private void Enter(int node, Stack<(int, int)> path)
    {
        _index[node] = _low[node] = ++_visited;
        _stack.Push(node);
        _onStack[node] = true;
        path.Push((node, 0));
    }

    private void Close(int root)
    {
        if (_stack.Peek() == root)
        {
            _onStack[_stack.Pop()] = false;
            return;
        }

        var circle = new List<SchemaNode>();
        int node;
        do
        {
            node = _stack.Pop();
            _onStack[node] = false;
            circle.Add(_graph.Nodes[node]);
        }
        while (node != root);
        _circles.Add([.. circle.OrderBy(item => item.Identity, StringComparer.Ordinal)]);
    }
}
