namespace DbSafety.Engine.Backups.Files;

/// <summary>Up to a mebibyte on its way into one gzip member. Once it is compressed, its text gives its room back.</summary>
internal sealed class GzipBlock(GzipBlockPool pool) : IDisposable
{
    public const int Size = 1 << 20;

    private readonly MemoryStream _compressed = new();
    private byte[]? _buffer;

    public byte[] Buffer => _buffer ??= pool.TakeBuffer();

    public int Length { get; set; }

    /// <summary>Where the whole rows begin that the worker adds to the digest.</summary>
    public int RowsStart { get; set; }

    /// <summary>Where they end.</summary>
    public int RowsEnd { get; set; }

    public (UInt128 Sum, long Rows) Digest { get; private set; }

    public ReadOnlyMemory<byte> Compressed => _compressed.GetBuffer().AsMemory(0, (int)_compressed.Length);

    public Memory<byte> Free => Buffer.AsMemory(Length);

    public void Clear() => Length = RowsStart = RowsEnd = 0;

    public void Compress(GzipLevel level)
    {
        Digest = ContentDigest.SumWholeRows(Buffer.AsSpan(RowsStart..RowsEnd));
        _compressed.SetLength(0);
        if (level.IsOwn)
        {
            var encoder = pool.TakeEncoder();
            var member = encoder.Encode(Buffer.AsSpan(0, Length));
            // Room is taken as it is needed, and a little more so that it rarely has to grow: most of it would never be written to.
            if (_compressed.Capacity < member.Length)
                _compressed.Capacity = member.Length + (member.Length / 8);
            _compressed.Write(member);
            pool.ReturnEncoder(encoder);
        }
        else
        {
            using var gzip = level.Open(_compressed);
            gzip.Write(Buffer, 0, Length);
        }

        pool.ReturnBuffer(Buffer);
        _buffer = null;
    }

    public void Dispose() => _compressed.Dispose();
}
