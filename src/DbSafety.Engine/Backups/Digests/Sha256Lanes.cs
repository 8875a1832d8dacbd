using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DbSafety.Engine.Backups.Digests;

/// <summary>
/// SHA-256 (FIPS 180-4) of eight messages at once, one in each lane of the processor's vectors. The library hashes one message at a
/// time and needs a microsecond for a row of a hundred bytes, most of it around the hash; for many short rows this is ten times faster.
/// </summary>
internal sealed class Sha256Lanes
{
    public const int Lanes = 8;
    private const int BlockSize = 64;

    private readonly Vector256<uint>[] _schedule = new Vector256<uint>[64];
    private readonly Vector256<uint>[] _state = new Vector256<uint>[8];
    private readonly (int At, int End, int Length, Padding Padding)[] _messages = new (int, int, int, Padding)[Lanes];

    private enum Padding
    {
        Done,
        Marked,
        None,
    }

    /// <summary>Whether this machine has such vectors.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    private static ReadOnlySpan<uint> Initial =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Begins a message in a lane that is free.</summary>
    public void Begin(int lane, int start, int end)
    {
        _messages[lane] = (start, end, end - start, Padding.None);
        var state = MemoryMarshal.Cast<Vector256<uint>, uint>(_state.AsSpan());
        for (var word = 0; word < 8; word++)
            state[(word * Lanes) + lane] = Initial[word];
    }

    /// <summary>Takes the next block of every lane's message out of the bytes. Afterwards <see cref="IsDone"/> tells which have ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[Lanes * BlockSize];
        Span<Vector256<uint>> halves = stackalloc Vector256<uint>[2 * Lanes];
        halves.Clear();
        for (var lane = 0; lane < Lanes; lane++)
        {
            ref var message = ref _messages[lane];
            if (message.Padding == Padding.Done)
                continue;
            var block = message.End - message.At >= BlockSize ? bytes.Slice(message.At, BlockSize) : Pad(bytes, ref message, padded.Slice(lane * BlockSize, BlockSize));
            message.At = Math.Min(message.End, message.At + BlockSize);
            var words = MemoryMarshal.Cast<byte, Vector256<byte>>(block);
            halves[lane] = BigEndian(words[0]);
            halves[Lanes + lane] = BigEndian(words[1]);
        }

        Turn(halves[..Lanes], _schedule);
        Turn(halves[Lanes..], _schedule.AsSpan(Lanes));
        Compress(_schedule, _state);
    }

    /// <summary>Whether the lane's message has ended, so that the lane is free.</summary>
    public bool IsDone(int lane) => _messages[lane].Padding == Padding.Done;

    /// <summary>The first 128 bits of the hash of the message that ended in the lane.</summary>
    public UInt128 FirstHalf(int lane)
    {
        var state = MemoryMarshal.Cast<Vector256<uint>, uint>(_state.AsSpan());
        return new UInt128(
            ((ulong)state[lane] << 32) | state[Lanes + lane],
            ((ulong)state[(2 * Lanes) + lane] << 32) | state[(3 * Lanes) + lane]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> BigEndian(Vector256<byte> words) => Avx2.Shuffle(words, Vector256.Create(
        3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, (byte)12)).AsUInt32();

    // Eight words of each lane become eight vectors with a word of every lane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(ReadOnlySpan<Vector256<uint>> lanes, Span<Vector256<uint>> words)
    {
        var (a, b, c, d) = OfFour(lanes);
        var (e, f, g, h) = OfFour(lanes[4..]);
        (words[0], words[4]) = (Avx2.Permute2x128(a, e, 0x20), Avx2.Permute2x128(a, e, 0x31));
        (words[1], words[5]) = (Avx2.Permute2x128(b, f, 0x20), Avx2.Permute2x128(b, f, 0x31));
        (words[2], words[6]) = (Avx2.Permute2x128(c, g, 0x20), Avx2.Permute2x128(c, g, 0x31));
        (words[3], words[7]) = (Avx2.Permute2x128(d, h, 0x20), Avx2.Permute2x128(d, h, 0x31));
    }

    // The words 0, 1, 2 and 3 of four lanes, each with the word four further on above it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> A, Vector256<uint> B, Vector256<uint> C, Vector256<uint> D) OfFour(ReadOnlySpan<Vector256<uint>> lanes)
    {
        var (low, high) = (Avx2.UnpackLow(lanes[0], lanes[1]).AsUInt64(), Avx2.UnpackHigh(lanes[0], lanes[1]).AsUInt64());
        var (nextLow, nextHigh) = (Avx2.UnpackLow(lanes[2], lanes[3]).AsUInt64(), Avx2.UnpackHigh(lanes[2], lanes[3]).AsUInt64());
        return (Avx2.UnpackLow(low, nextLow).AsUInt32(), Avx2.UnpackHigh(low, nextLow).AsUInt32(),
            Avx2.UnpackLow(high, nextHigh).AsUInt32(), Avx2.UnpackHigh(high, nextHigh).AsUInt32());
    }

    // The end of a message, a one bit, zeros and its length in bits; where that needs a second block, this is called once more.
    private static ReadOnlySpan<byte> Pad(ReadOnlySpan<byte> bytes, ref (int At, int End, int Length, Padding Padding) message, Span<byte> block)
    {
        block.Clear();
        var rest = bytes[message.At..message.End];
        rest.CopyTo(block);
        if (message.Padding == Padding.None)
            block[rest.Length] = 0x80;
        if (message.Padding == Padding.None && rest.Length > BlockSize - 9)
        {
            message.Padding = Padding.Marked;
            return block;
        }

        BinaryPrimitives.WriteUInt64BigEndian(block[(BlockSize - 8)..], (ulong)message.Length * 8);
        message.Padding = Padding.Done;
        return block;
    }

    // Without the attribute the first hundred thousand rows would go through code that is not optimised yet, at a tenth of the rate.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Span<Vector256<uint>> w, Span<Vector256<uint>> state)
    {
        for (var t = 16; t < 64; t++)
        {
            var (x, y) = (w[t - 15], w[t - 2]);
            w[t] = w[t - 16] + (Rotate(x, 7) ^ Rotate(x, 18) ^ (x >>> 3)) + w[t - 7] + (Rotate(y, 17) ^ Rotate(y, 19) ^ (y >>> 10));
        }

        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < 64; t++)
        {
            var first = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + (g ^ (e & (f ^ g))) + Vector256.Create(Constants[t]) + w[t];
            var second = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) | (c & (a | b)));
            (h, g, f, e) = (g, f, e, d + first);
            (d, c, b, a) = (c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> value, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(value, bits) : (value >>> bits) | (value << (32 - bits));
}
