using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Backups.Files;

/// <summary>
/// Writes text and rows as independent gzip members of a mebibyte each, compressed by several workers and written in order. Any gunzip
/// reads members one after the other as one stream (RFC 1952, 2.2).
/// </summary>
internal sealed class GzipBlockWriter : IAsyncDisposable
{
    private readonly Stream _output;
    private readonly GzipBlockPool _pool;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Task _drain;
    private UInt128 _sum;
    private long _rows;
    private long _bytes;

    public GzipBlockWriter(Stream output, GzipLevel level, int workers, GzipBlockPool pool)
    {
        _output = output;
        _pool = pool;
        Level = level;
        Queue = new GzipBlockQueue(level, pool, workers);
        _drain = DrainAsync();
    }

    public GzipLevel Level { get; }

    /// <summary>Where text and rows go in.</summary>
    public GzipBlockQueue Queue { get; }

    /// <summary>Bytes before compression; whole after <see cref="FinishAsync"/>.</summary>
    public long UncompressedBytes { get; private set; }

    /// <summary>Rows of the blocks that have been written so far.</summary>
    public long RowsWritten => Interlocked.Read(ref _rows);

    /// <summary>The digest of all rows that the workers have seen; whole after <see cref="FinishAsync"/>.</summary>
    public (UInt128 Sum, long Rows) RowDigest => (_sum, _rows);

    public async Task WriteTextAsync(string text, CancellationToken cancellationToken) =>
        await Queue.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Writes what is left and gives the file's size and hash.</summary>
    public async Task<(long Bytes, string Sha256)> FinishAsync(CancellationToken cancellationToken)
    {
        await Queue.EndBlockAsync(0, cancellationToken);
        Queue.Complete();
        await _drain;
        await _output.FlushAsync(cancellationToken);
        return (_bytes, Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant());
    }

    public async ValueTask DisposeAsync()
    {
        Queue.Complete();
        await _drain.ContinueWith(_ => { }, TaskScheduler.Default);
        Queue.Dispose();
        _hash.Dispose();
    }

    private async Task DrainAsync()
    {
        try
        {
            await foreach (var work in Queue.Blocks.ReadAllAsync())
            {
                var block = await work;
                await _output.WriteAsync(block.Compressed);
                _hash.AppendData(block.Compressed.Span);
                _bytes += block.Compressed.Length;
                UncompressedBytes += block.Length;
                _sum = unchecked(_sum + block.Digest.Sum);
                Interlocked.Add(ref _rows, block.Digest.Rows);
                _pool.Return(block);
            }
        }
        catch (Exception error)
        {
            Queue.Complete(error);
            throw;
        }
    }
}
