using System.Buffers.Binary;

namespace DbSafety.Engine.Backups.Compression;

/// <summary>The CRC-32 of gzip (RFC 1952, 8), eight bytes at a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;

    private static readonly uint[][] Tables = Make();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var (a, b, c, d, e, f, g, h) = (Tables[7], Tables[6], Tables[5], Tables[4], Tables[3], Tables[2], Tables[1], Tables[0]);
        var crc = ~0u;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = a[(byte)low] ^ b[(byte)(low >> 8)] ^ c[(byte)(low >> 16)] ^ d[low >> 24]
                ^ e[(byte)high] ^ f[(byte)(high >> 8)] ^ g[(byte)(high >> 16)] ^ h[high >> 24];
        }

        foreach (var octet in bytes)
            crc = h[(byte)(crc ^ octet)] ^ (crc >> 8);
        return ~crc;
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
