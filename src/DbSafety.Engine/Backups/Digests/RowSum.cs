using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DbSafety.Engine.Backups.Digests;

/// <summary>Adds up the first 128 bits of the SHA-256 of every row, eight short rows at once where the processor can.</summary>
internal static class RowSum
{
    // For a few rows the lanes are not worth filling; one long row would leave seven of them empty.
    private const int FewBytes = 1024;
    private const int LongRow = 4096;

    /// <param name="bytes">Whole rows, each with its line feed.</param>
    public static (UInt128 Sum, long Rows) Of(ReadOnlySpan<byte> bytes) =>
        Sha256Lanes.IsSupported && bytes.Length > FewBytes ? InLanes(bytes) : OneByOne(bytes);

    internal static (UInt128 Sum, long Rows) OneByOne(ReadOnlySpan<byte> bytes)
    {
        var sum = UInt128.Zero;
        var rows = 0L;
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            sum = unchecked(sum + FirstHalf(bytes[..end]));
            rows++;
            bytes = bytes[(end + 1)..];
        }

        return (sum, rows);
    }

    internal static (UInt128 Sum, long Rows) InLanes(ReadOnlySpan<byte> bytes)
    {
        var sum = UInt128.Zero;
        var rows = 0L;
        var next = 0;
        var lanes = new Sha256Lanes();
        Span<bool> busy = stackalloc bool[Sha256Lanes.Lanes];
        while (true)
        {
            var open = 0;
            for (var lane = 0; lane < Sha256Lanes.Lanes; lane++)
            {
                if (busy[lane] && lanes.IsDone(lane))
                {
                    sum = unchecked(sum + lanes.FirstHalf(lane));
                    busy[lane] = false;
                }

                while (!busy[lane] && next < bytes.Length)
                {
                    var end = next + bytes[next..].IndexOf((byte)'\n');
                    busy[lane] = end - next < LongRow;
                    if (busy[lane])
                        lanes.Begin(lane, next, end);
                    else
                        sum = unchecked(sum + FirstHalf(bytes[next..end]));
                    rows++;
                    next = end + 1;
                }

                open += busy[lane] ? 1 : 0;
            }

            if (open == 0)
                return (sum, rows);
            lanes.Step(bytes);
        }
    }

    private static UInt128 FirstHalf(ReadOnlySpan<byte> row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
