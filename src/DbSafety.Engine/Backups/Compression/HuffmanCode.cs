namespace DbSafety.Engine.Backups.Compression;

/// <summary>A prefix code for symbols by how often they occur, none longer than a limit, in the canonical form of RFC 1951, 3.2.2.</summary>
internal sealed class HuffmanCode(int symbols, int longest)
{
    private readonly (int Count, int Symbol)[] _used = new (int, int)[symbols];
    private readonly int[] _tree = new int[symbols];
    private readonly int[] _perLength = new int[Math.Max(33, symbols + 1)];

    /// <summary>How often each symbol occurs; set before <see cref="Build"/>.</summary>
    public int[] Counts { get; } = new int[symbols];

    /// <summary>The bits of each symbol's code; 0 for one that does not occur.</summary>
    public byte[] Lengths { get; } = new byte[symbols];

    /// <summary>The codes, the bits in the order in which they are written, above their length in the lowest byte.</summary>
    public uint[] CodesWithLengths { get; } = new uint[symbols];

    /// <summary>How many symbols a description of the code must name.</summary>
    public int Described { get; private set; }

    /// <summary>Writes the code of one symbol.</summary>
    public void Write(ref BitWriter writer, int symbol) => writer.Write(CodesWithLengths[symbol] >> 8, Lengths[symbol]);

    public void Build()
    {
        var used = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
            if (Counts[symbol] > 0)
                _used[used++] = (Counts[symbol], symbol);
        Array.Clear(Lengths);
        Array.Clear(_perLength);
        if (used < 2)
        {
            // A code of one symbol has one bit, and some readers want to see two symbols.
            var only = used == 1 ? _used[0].Symbol : 0;
            Lengths[only] = Lengths[only == 0 ? 1 : 0] = 1;
            _perLength[1] = 2;
        }
        else
        {
            Array.Sort(_used, 0, used);
            CountLengths(used);
            Limit();
            var next = 0;
            for (var length = longest; length > 0; length--)
                for (var i = 0; i < _perLength[length]; i++)
                    Lengths[_used[next++].Symbol] = (byte)length;
        }

        Number();
        for (Described = symbols; Described > 1 && Lengths[Described - 1] == 0; Described--)
        {
        }
    }

    // The minimum-redundancy code in place (Moffat and Katajainen): the array holds weights, then parents, then depths.
    private void CountLengths(int count)
    {
        var tree = _tree.AsSpan(0, count);
        for (var i = 0; i < count; i++)
            tree[i] = _used[i].Count;
        var (leaf, root) = (0, 0);
        for (var next = 0; next < count - 1; next++)
        {
            var first = Smallest(tree, next, ref leaf, ref root, count);
            var second = Smallest(tree, next, ref leaf, ref root, count);
            tree[next] = first + second;
        }

        tree[count - 2] = 0;
        for (var next = count - 3; next >= 0; next--)
            tree[next] = tree[tree[next]] + 1;
        var (available, inner, depth, at) = (1, 0, 0, count - 2);
        while (available > 0)
        {
            for (inner = 0; at >= 0 && tree[at] == depth; at--)
                inner++;
            _perLength[depth] = available - inner;
            (available, depth) = (2 * inner, depth + 1);
        }
    }

    private static int Smallest(Span<int> tree, int next, ref int leaf, ref int root, int count)
    {
        if (leaf >= count || (root < next && tree[root] < tree[leaf]))
        {
            var weight = tree[root];
            tree[root++] = next;
            return weight;
        }

        return tree[leaf++];
    }

    // Too long codes are cut, and shorter ones made longer until all fit again.
    private void Limit()
    {
        var cut = 0;
        for (var length = longest + 1; length < _perLength.Length; length++)
        {
            cut += _perLength[length];
            _perLength[length] = 0;
        }

        if (cut == 0)
            return;
        _perLength[longest] += cut;
        var total = 0L;
        for (var length = 1; length <= longest; length++)
            total += (long)_perLength[length] << (longest - length);
        for (; total > 1L << longest; total--)
        {
            var length = longest - 1;
            while (_perLength[length] == 0)
                length--;
            _perLength[length]--;
            _perLength[length + 1] += 2;
            _perLength[longest]--;
        }
    }

    private void Number()
    {
        Span<int> next = stackalloc int[17];
        var code = 0;
        for (var length = 1; length <= longest; length++)
            next[length] = code = (code + (length == 1 ? 0 : _perLength[length - 1])) << 1;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var length = Lengths[symbol];
            if (length > 0)
                CodesWithLengths[symbol] = ((uint)Reversed(next[length]++, length) << 8) | length;
        }
    }

    private static int Reversed(int code, int length)
    {
        var reversed = 0;
        for (var bit = 0; bit < length; bit++)
            reversed |= ((code >> bit) & 1) << (length - 1 - bit);
        return reversed;
    }
}
