using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace DbSafety.Engine.Backups.Files;

/// <summary>Text and rows on their way through the workers that compress them, in their order. Only so many blocks exist as may be under way at once.</summary>
internal sealed class GzipBlockQueue : IDisposable
{
    private readonly GzipLevel _level;
    private readonly GzipBlockPool _pool;
    private readonly Channel<Task<GzipBlock>> _queue;

    /// <param name="capacity">How many blocks may wait or be compressed, beside the one that fills.</param>
    public GzipBlockQueue(GzipLevel level, GzipBlockPool pool, int capacity)
    {
        _level = level;
        _pool = pool;
        _queue = Channel.CreateBounded<Task<GzipBlock>>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        Current = pool.Take();
    }

    /// <summary>The block that is being filled.</summary>
    public GzipBlock Current { get; private set; }

    /// <summary>The blocks in their order, each under way or done. Whoever takes one gives it back to the pool.</summary>
    public ChannelReader<Task<GzipBlock>> Blocks => _queue.Reader;

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
        await QueueAsync(Task.Run(() => Compress(full), CancellationToken.None), cancellationToken);
    }

    /// <summary>Takes over the blocks of another queue, until that one is complete.</summary>
    public async Task AppendAsync(GzipBlockQueue other, CancellationToken cancellationToken)
    {
        await EndBlockAsync(0, cancellationToken);
        await foreach (var block in other.Blocks.ReadAllAsync(cancellationToken))
            await QueueAsync(block, cancellationToken);
    }

    /// <summary>No more blocks come. Where there is an error, whoever takes the blocks gets it.</summary>
    public void Complete(Exception? error = null) => _queue.Writer.TryComplete(error);

    public void Dispose() => _pool.Return(Current);

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
}
