using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DbSafety.Engine.Backups.Compression;

/// <summary>
/// Writes gzip members (RFC 1952) of dynamic DEFLATE blocks (RFC 1951), made for the text of rows: the size of zlib's level 6 at several times the
/// rate of its level 2, and the same on every runtime. Any inflater reads them. One thread at a time; members know nothing of each other.
/// </summary>
internal sealed class GzipEncoder
{
    private const int TokensInBlock = 1 << 15;
    private const int HeaderLength = 10;
    private const int LongestStored = 65535;
    private const int RememberedInMatch = 3;
    private const int LongestStep = 3;

    // Eight places without a repetition make the step to the next one that is looked at longer by one.
    private const int MissesShift = 3;

    private readonly MatchFinder _finder = new();
    private readonly uint[] _tokens = new uint[TokensInBlock];
    private readonly HuffmanCode _literals = new(DeflateSymbols.Literals, 15);
    private readonly HuffmanCode _distances = new(DeflateSymbols.Distances, 15);
    private readonly CodeDescription _description = new();
    private readonly byte[] _lengthSymbols = DeflateSymbols.LengthSymbols;
    private byte[] _output = [];

    /// <summary>One member with all of the bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MatchFinder.Longest);
        var bound = bytes.Length + (bytes.Length / 1024) + 1024;
        if (_output.Length < bound)
            _output = GC.AllocateUninitializedArray<byte>(bound);
        ReadOnlySpan<byte> header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        header.CopyTo(_output);
        var writer = new BitWriter(_output.AsSpan(HeaderLength));
        _finder.Clear();
        var at = 0;
        do
        {
            var start = at;
            var count = Tokenize(bytes, ref at);
            Write(ref writer, bytes[start..at], _tokens.AsSpan(0, count), isLast: at == bytes.Length);
        }
        while (at < bytes.Length);

        writer.Align();
        var end = _output.AsSpan(HeaderLength + writer.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end, Crc32.Of(bytes));
        BinaryPrimitives.WriteUInt32LittleEndian(end[4..], (uint)bytes.Length);
        return _output.AsSpan(0, HeaderLength + writer.Length + 8);
    }

    // A token is a literal, or a distance above a length less the shortest, with the highest bit set.
    private int Tokenize(ReadOnlySpan<byte> bytes, ref int position)
    {
        var (at, count, missed, safe) = (position, 0, 0, bytes.Length - 8);
        Array.Clear(_literals.Counts);
        Array.Clear(_distances.Counts);
        ref var first = ref MemoryMarshal.GetReference(bytes);
        ref var literals = ref MemoryMarshal.GetArrayDataReference(_literals.Counts);
        ref var distances = ref MemoryMarshal.GetArrayDataReference(_distances.Counts);
        ref var tokens = ref MemoryMarshal.GetArrayDataReference(_tokens);
        ref var symbols = ref MemoryMarshal.GetArrayDataReference(_lengthSymbols);
        var finder = _finder;
        while (at < safe && count < TokensInBlock)
        {
            var length = finder.Find(ref first, at, bytes.Length, out var distance);
            if (length < MatchFinder.Shortest)
            {
                // Where nothing has repeated for a while, less is looked for.
                var passed = Math.Min(at + 1 + Math.Min(missed++ >> MissesShift, LongestStep), Math.Min(safe, at + TokensInBlock - count));
                do
                {
                    var literal = Unsafe.Add(ref first, at++);
                    Unsafe.Add(ref literals, literal)++;
                    Unsafe.Add(ref tokens, count++) = literal;
                }
                while (at < passed);
                continue;
            }

            missed = 0;
            Unsafe.Add(ref tokens, count++) = 0x80000000 | ((uint)(distance - 1) << 9) | (uint)(length - DeflateSymbols.ShortestMatch);
            Unsafe.Add(ref literals, 257 + Unsafe.Add(ref symbols, length - DeflateSymbols.ShortestMatch))++;
            Unsafe.Add(ref distances, DeflateSymbols.DistanceSymbol(distance - 1))++;
            // Of a long repetition its beginning and its end are enough to find it again.
            var end = at + length;
            var remembered = Math.Min(end, safe);
            for (var near = at + 1; near < remembered && near < at + RememberedInMatch; near++)
                finder.Add(ref first, near);
            at = end;
        }

        for (; at >= safe && at < bytes.Length && count < TokensInBlock; at++)
        {
            _literals.Counts[bytes[at]]++;
            _tokens[count++] = bytes[at];
        }

        _literals.Counts[DeflateSymbols.EndOfBlock] = 1;
        position = at;
        return count;
    }

    private void Write(ref BitWriter writer, ReadOnlySpan<byte> bytes, ReadOnlySpan<uint> tokens, bool isLast)
    {
        _literals.Build();
        _distances.Build();
        _description.Build(_literals, _distances);
        if (CompressedBits() + 3 >= ((long)bytes.Length + (5 * ((bytes.Length / LongestStored) + 1))) * 8)
        {
            Store(ref writer, bytes, isLast);
            return;
        }

        writer.Write(isLast ? 0b101u : 0b100u, 3);
        _description.Write(ref writer);
        WriteTokens(ref writer, tokens);
        _literals.Write(ref writer, DeflateSymbols.EndOfBlock);
    }

    private void WriteTokens(ref BitWriter writer, ReadOnlySpan<uint> tokens)
    {
        ref var literals = ref MemoryMarshal.GetArrayDataReference(_literals.CodesWithLengths);
        ref var distances = ref MemoryMarshal.GetArrayDataReference(_distances.CodesWithLengths);
        ref var symbols = ref MemoryMarshal.GetArrayDataReference(_lengthSymbols);
        var (bits, count) = (0UL, 0);
        foreach (var token in tokens)
        {
            // Three literals and more fit into what is written at once; a repetition needs up to 48 bits of it.
            if (count > (token < 256 ? 41 : 8))
            {
                writer.Write(bits, count);
                (bits, count) = (0, 0);
            }

            if (token < 256)
            {
                var code = Unsafe.Add(ref literals, token);
                bits |= (ulong)(code >> 8) << count;
                count += (byte)code;
                continue;
            }

            var length = (int)(token & 511);
            int symbol = Unsafe.Add(ref symbols, length);
            var near = Unsafe.Add(ref literals, 257 + symbol);
            bits |= (ulong)(near >> 8) << count;
            count += (byte)near;
            bits |= (ulong)(uint)(length - DeflateSymbols.LengthBases[symbol]) << count;
            count += DeflateSymbols.LengthBits[symbol];
            var distance = (token & 0x7fffffff) >> 9;
            symbol = DeflateSymbols.DistanceSymbol((int)distance);
            var far = Unsafe.Add(ref distances, symbol);
            bits |= (ulong)(far >> 8) << count;
            count += (byte)far;
            var extra = DeflateSymbols.DistanceBits(symbol);
            bits |= (distance & ((1UL << extra) - 1)) << count;
            count += extra;
        }

        writer.Write(bits, count);
    }

    private long CompressedBits()
    {
        var bits = _description.Bits;
        for (var symbol = 0; symbol < DeflateSymbols.Literals; symbol++)
            bits += (long)_literals.Counts[symbol] * (_literals.Lengths[symbol] + (symbol > 256 ? DeflateSymbols.LengthBits[symbol - 257] : 0));
        for (var symbol = 0; symbol < DeflateSymbols.Distances; symbol++)
            bits += (long)_distances.Counts[symbol] * (_distances.Lengths[symbol] + DeflateSymbols.DistanceBits(symbol));
        return bits;
    }

    private static void Store(ref BitWriter writer, ReadOnlySpan<byte> bytes, bool isLast)
    {
        do
        {
            var part = bytes[..Math.Min(bytes.Length, LongestStored)];
            bytes = bytes[part.Length..];
            writer.Write(isLast && bytes.Length == 0 ? 1u : 0u, 3);
            writer.Align();
            writer.Write((ulong)(uint)part.Length | ((ulong)(ushort)~part.Length << 16), 32);
            writer.Write(part);
        }
        while (bytes.Length > 0);
    }
}
