using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using DbSafety.Engine.Backups.Digests;

namespace DbSafety.Engine.Backups;

/// <summary>
/// The content digest of rows in COPY text form: for every row the first 128 bits of its SHA-256, added up modulo 2^128. The order of
/// the rows does not matter; their number and every byte of each do. Fed with bytes as they come; rows end with a line feed.
/// </summary>
public sealed class ContentDigest : IDisposable
{
    private const string Algorithm = "sum128-sha256:";

    private readonly IncrementalHash _open = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private UInt128 _sum;

    /// <summary>The bytes so far end in the middle of a row.</summary>
    public bool InRow { get; private set; }

    /// <summary>How many rows have ended.</summary>
    public long Rows { get; private set; }

    /// <summary>The digest so far, with its algorithm.</summary>
    public string Value => Algorithm + _sum.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The same as it can be added to another one.</summary>
    internal (UInt128 Sum, long Rows) Total => (_sum, Rows);

    /// <summary>The digest of no rows.</summary>
    public static string Empty { get; } = Algorithm + UInt128.Zero.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Adds bytes of the stream; a row may go on in the next ones.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (InRow)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                _open.AppendData(bytes);
                return;
            }

            _open.AppendData(bytes[..end]);
            EndOpenRow();
            bytes = bytes[(end + 1)..];
        }

        var whole = bytes.LastIndexOf((byte)'\n') + 1;
        Add(SumWholeRows(bytes[..whole]));
        if (whole == bytes.Length)
            return;
        _open.AppendData(bytes[whole..]);
        InRow = true;
    }

    /// <summary>Adds what was summed elsewhere.</summary>
    public void Add((UInt128 Sum, long Rows) part)
    {
        _sum = unchecked(_sum + part.Sum);
        Rows += part.Rows;
    }

    /// <summary>Sums rows of which each is whole. It keeps no state, so that several threads can sum parts of one stream.</summary>
    public static (UInt128 Sum, long Rows) SumWholeRows(ReadOnlySpan<byte> bytes) => RowSum.Of(bytes);

    public void Dispose() => _open.Dispose();

    private void EndOpenRow()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _open.GetHashAndReset(hash);
        Add((BinaryPrimitives.ReadUInt128BigEndian(hash), 1));
        InRow = false;
    }
}
