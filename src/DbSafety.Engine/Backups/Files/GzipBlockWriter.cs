using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace DbSafety.Engine.Backups.Files;

/// <summary>
/// Writes text and rows as independent gzip members of a mebibyte each, compressed by several workers and written in order. Any gunzip
/// reads members one after the other as one stream (RFC 1952, 2.2). Only so many blocks exist as may be under way at once.
/// </summary>
internal sealed class GzipBlockWriter : IAsyncDisposable
{
    private readonly Stream _output;
    private readonly GzipLevel _level;
    private readonly Channel<Task<GzipBlock>> _queue;
    private readonly GzipBlockPool _pool;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Task _drain;
    private UInt128 _sum;
    private long _rows;

    public GzipBlockWriter(Stream output, GzipLevel level, int workers, GzipBlockPool pool)
    {
        _pool = pool;
        Current = pool.Take();
        _output = output;
        _level = level;
        _queue = Channel.CreateBounded<Task<GzipBlock>>(new BoundedChannelOptions(workers) { SingleReader = true, SingleWriter = true });
        _drain = DrainAsync();
    }

    /// <summary>The block that is being filled.</summary>
    public GzipBlock Current { get; private set; }

    /// <summary>Bytes before compression so far.</summary>
    public long UncompressedBytes { get; private set; }

    /// <summary>Rows of the blocks that have been written so far.</summary>
    public long RowsWritten => Interlocked.Read(ref _rows);

    /// <summary>The digest of all rows that the workers have seen; whole after <see cref="FinishAsync"/>.</summary>
    public (UInt128 Sum, long Rows) RowDigest => (_sum, _rows);

    public async Task WriteTextAsync(string text, CancellationToken cancellationToken) =>
        await WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            var count = Math.Min(bytes.Length, Current.Free.Length);
            bytes[..count].CopyTo(Current.Free);
            Current.Length += count;
            bytes = bytes[count..];
            if (Current.Free.Length == 0)
                await EndBlockAsync(0, cancellationToken);
        }
    }

    /// <summary>Hands the current block to the workers, but for its last bytes, with which the next one begins.</summary>
    public async ValueTask EndBlockAsync(int carried, CancellationToken cancellationToken)
    {
        if (Current.Length == 0)
            return;
        var next = _pool.Take();
        var full = Current;
        full.Length -= carried;
        full.Buffer.AsSpan(full.Length, carried).CopyTo(next.Buffer);
        next.Length = carried;
        Current = next;
        UncompressedBytes += full.Length;
        await QueueAsync(Task.Run(() => Compress(full), CancellationToken.None), cancellationToken);
    }

    /// <summary>Writes what is left and gives the file's size and hash.</summary>
    public async Task<(long Bytes, string Sha256)> FinishAsync(CancellationToken cancellationToken)
    {
        await EndBlockAsync(0, cancellationToken);
        _queue.Writer.TryComplete();
        await _drain;
        await _output.FlushAsync(cancellationToken);
        return (_output.Position, Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant());
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _drain.ContinueWith(_ => { }, TaskScheduler.Default);
        _pool.Return(Current);
        _hash.Dispose();
    }

    private GzipBlock Compress(GzipBlock block)
    {
        block.Compress(_level);
        return block;
    }

    private async Task QueueAsync(Task<GzipBlock> work, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } cause)
        {
            // The disk, not the channel, is what failed.
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            await foreach (var work in _queue.Reader.ReadAllAsync())
            {
                var block = await work;
                await _output.WriteAsync(block.Compressed);
                _hash.AppendData(block.Compressed.Span);
                _sum = unchecked(_sum + block.Digest.Sum);
                Interlocked.Add(ref _rows, block.Digest.Rows);
                _pool.Return(block);
            }
        }
        catch (Exception error)
        {
            _queue.Writer.TryComplete(error);
            throw;
        }
    }
}
