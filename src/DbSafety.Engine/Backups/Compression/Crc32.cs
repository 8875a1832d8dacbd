using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DbSafety.Engine.Backups.Compression;

/// <summary>The CRC-32 of gzip (RFC 1952, 8): 64 bytes at a step where the processor multiplies without carries, else eight.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;
    private const int FoldedAtOnce = 64;

    private static readonly uint[][] Tables = Make();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        if (!Pclmulqdq.IsSupported || bytes.Length < 2 * FoldedAtOnce)
            return ~ByTables(~0u, bytes);
        // What was folded is 16 bytes that have the same remainder as all that they stand for.
        Span<byte> folded = stackalloc byte[16];
        var whole = bytes.Length / FoldedAtOnce * FoldedAtOnce;
        Fold(bytes[..whole]).AsByte().CopyTo(folded);
        return ~ByTables(ByTables(0, folded), bytes[whole..]);
    }

    internal static uint ByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        var (a, b, c, d, e, f, g, h) = (Tables[7], Tables[6], Tables[5], Tables[4], Tables[3], Tables[2], Tables[1], Tables[0]);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = a[(byte)low] ^ b[(byte)(low >> 8)] ^ c[(byte)(low >> 16)] ^ d[low >> 24]
                ^ e[(byte)high] ^ f[(byte)(high >> 8)] ^ g[(byte)(high >> 16)] ^ h[high >> 24];
        }

        foreach (var octet in bytes)
            crc = h[(byte)(crc ^ octet)] ^ (crc >> 8);
        return crc;
    }

    // Each 128 bits are multiplied by what a number of bits further on makes of them, and added to what stands there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> Fold(ReadOnlySpan<byte> bytes)
    {
        var (by512, by128) = (Vector128.Create(Power(512 + 32), Power(512 - 32)), Vector128.Create(Power(128 + 32), Power(128 - 32)));
        var parts = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var (a, b, c, d) = (parts[0] ^ Vector128.Create((ulong)uint.MaxValue, 0), parts[1], parts[2], parts[3]);
        for (parts = parts[4..]; parts.Length > 0; parts = parts[4..])
        {
            a = Multiply(a, by512) ^ parts[0];
            b = Multiply(b, by512) ^ parts[1];
            c = Multiply(c, by512) ^ parts[2];
            d = Multiply(d, by512) ^ parts[3];
        }

        b ^= Multiply(a, by128);
        c ^= Multiply(b, by128);
        return d ^ Multiply(c, by128);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> value, Vector128<ulong> powers) =>
        Pclmulqdq.CarrylessMultiply(value, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, powers, 0x11);

    // The remainder of x^bits, its lowest bit first as all here, and one place up since a product of such has one bit less.
    private static ulong Power(int bits)
    {
        var remainder = 0x80000000u;
        for (; bits > 0; bits--)
            remainder = (remainder >> 1) ^ ((remainder & 1) * Polynomial);
        return (ulong)remainder << 1;
    }

    private static uint[][] Make()
    {
        var tables = Enumerable.Range(0, 8).Select(_ => new uint[256]).ToArray();
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            tables[0][i] = crc;
        }

        for (var table = 1; table < 8; table++)
            for (var i = 0; i < 256; i++)
                tables[table][i] = (tables[table - 1][i] >> 8) ^ tables[0][(byte)tables[table - 1][i]];
        return tables;
    }
}
