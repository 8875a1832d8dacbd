namespace DbSafety.Engine.Backups.Compression;

/// <summary>How a block tells its two codes: their lengths, with runs shortened, in a code of its own (RFC 1951, 3.2.7).</summary>
internal sealed class CodeDescription
{
    private const int Repeat = 16;
    private const int FewZeros = 17;
    private const int ManyZeros = 18;

    private readonly HuffmanCode _code = new(19, 7);
    private readonly byte[] _lengths = new byte[DeflateSymbols.Literals + DeflateSymbols.Distances];
    private readonly (byte Symbol, byte Extra)[] _items = new (byte, byte)[DeflateSymbols.Literals + DeflateSymbols.Distances];
    private int _count;
    private int _literals;
    private int _distances;
    private int _order;

    /// <summary>How many bits it takes.</summary>
    public long Bits { get; private set; }

    public void Build(HuffmanCode literals, HuffmanCode distances)
    {
        (_literals, _distances) = (Math.Max(257, literals.Described), distances.Described);
        literals.Lengths.AsSpan(0, _literals).CopyTo(_lengths);
        distances.Lengths.AsSpan(0, _distances).CopyTo(_lengths.AsSpan(_literals));
        Array.Clear(_code.Counts);
        _count = 0;
        var all = _lengths.AsSpan(0, _literals + _distances);
        for (var at = 0; at < all.Length;)
            at += Take(all, at);
        _code.Build();
        for (_order = 19; _order > 4 && _code.Lengths[DeflateSymbols.LengthOrder[_order - 1]] == 0; _order--)
        {
        }

        Bits = 14 + (3 * _order);
        foreach (var item in _items.AsSpan(0, _count))
            Bits += _code.Lengths[item.Symbol] + ExtraBits(item.Symbol);
    }

    public void Write(ref BitWriter writer)
    {
        writer.Write((uint)(_literals - 257) | ((uint)(_distances - 1) << 5) | ((uint)(_order - 4) << 10), 14);
        foreach (var symbol in DeflateSymbols.LengthOrder[.._order])
            writer.Write(_code.Lengths[symbol], 3);
        foreach (var (symbol, extra) in _items.AsSpan(0, _count))
        {
            _code.Write(ref writer, symbol);
            if (ExtraBits(symbol) is > 0 and var bits)
                writer.Write(extra, bits);
        }
    }

    private static int ExtraBits(int symbol) => symbol switch { Repeat => 2, FewZeros => 3, ManyZeros => 7, _ => 0 };

    private int Take(ReadOnlySpan<byte> lengths, int at)
    {
        var length = lengths[at];
        var run = 1;
        while (at + run < lengths.Length && lengths[at + run] == length)
            run++;
        if (length == 0 && run >= 3)
        {
            run = Math.Min(run, 138);
            return run < 11 ? Add(FewZeros, run - 3, run) : Add(ManyZeros, run - 11, run);
        }

        Add(length, 0, 1);
        if (length == 0 || run < 4)
            return 1;
        run = Math.Min(run, 7);
        return 1 + Add(Repeat, run - 4, run - 1);
    }

    private int Add(int symbol, int extra, int covered)
    {
        _items[_count++] = ((byte)symbol, (byte)extra);
        _code.Counts[symbol]++;
        return covered;
    }
}
