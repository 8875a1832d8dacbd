using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DbSafety.Engine.Backups.Compression;

/// <summary>
/// Finds what repeats, by the first bytes of every place: the last place with the same ones is looked at, no more. Rows of a table
/// repeat nearby or not at all, so that longer searches, which are what zlib's higher levels are, gain little. The table of places is small
/// enough to stay in the processor's first cache.
/// </summary>
internal sealed class MatchFinder
{
    /// <summary>The shortest repetition that is told: shorter ones cost about what their bytes cost.</summary>
    public const int Shortest = 5;

    private const int HashBits = 13;

    // With the place in a slot stand some more bits of its hash: most that differ are seen without looking at the text.
    private const int PlaceBits = 20;
    private const uint PlaceMask = (1 << PlaceBits) - 1;

    private readonly uint[] _slots = new uint[1 << HashBits];

    /// <summary>How many bytes can be looked through.</summary>
    public const int Longest = 1 << PlaceBits;

    public void Clear() => Array.Clear(_slots);

    /// <summary>Remembers a place. Eight bytes must follow it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref byte bytes, int at)
    {
        var hash = Hash(ref bytes, at);
        Slot(hash) = Tag(hash) | (uint)at;
    }

    /// <summary>The longest repetition at a place, and how far back it is; remembers the place. Eight bytes must follow it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ref byte bytes, int at, int end, out int distance)
    {
        var hash = Hash(ref bytes, at);
        ref var slot = ref Slot(hash);
        var tag = Tag(hash);
        var last = slot ^ tag;
        slot = tag | (uint)at;
        distance = at - (int)last;
        return last <= PlaceMask && distance <= DeflateSymbols.Window ? Length(ref bytes, (int)last, at, end) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ref byte bytes, int at) => (Eight(ref bytes, at) << 24) * 0x9E3779B185EBCA87UL;

    // Never without a bit: an empty slot looks like no place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Tag(ulong hash) => ((uint)(hash >> (32 - HashBits)) | 0x80000000) & ~PlaceMask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref uint Slot(ulong hash) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), (nint)(hash >> (64 - HashBits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Eight(ref byte bytes, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at));

    private static int Length(ref byte bytes, int earlier, int at, int end)
    {
        var limit = Math.Min(DeflateSymbols.LongestMatch, end - at);
        var length = 0;
        for (; length + 8 <= limit; length += 8)
            if ((Eight(ref bytes, earlier + length) ^ Eight(ref bytes, at + length)) is var different && different != 0)
                return length + (BitOperations.TrailingZeroCount(different) >> 3);
        while (length < limit && Unsafe.Add(ref bytes, earlier + length) == Unsafe.Add(ref bytes, at + length))
            length++;
        return length;
    }
}
