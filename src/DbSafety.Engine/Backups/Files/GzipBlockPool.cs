using System.Collections.Concurrent;
using DbSafety.Engine.Backups.Compression;

namespace DbSafety.Engine.Backups.Files;

/// <summary>Blocks that are free, for all files of a set: a set of ten thousand small tables needs no more of them than one of two large ones.</summary>
internal sealed class GzipBlockPool
{
    private readonly ConcurrentBag<GzipBlock> _free = [];
    private readonly ConcurrentBag<byte[]> _buffers = [];
    private readonly ConcurrentBag<GzipEncoder> _encoders = [];

    public GzipBlock Take()
    {
        var block = _free.TryTake(out var free) ? free : new GzipBlock(this);
        block.Clear();
        return block;
    }

    public void Return(GzipBlock block) => _free.Add(block);

    /// <summary>Room for the text of a block.</summary>
    public byte[] TakeBuffer() => _buffers.TryTake(out var free) ? free : GC.AllocateUninitializedArray<byte>(GzipBlock.Size);

    public void ReturnBuffer(byte[] buffer) => _buffers.Add(buffer);

    public GzipEncoder TakeEncoder() => _encoders.TryTake(out var free) ? free : new GzipEncoder();

    public void ReturnEncoder(GzipEncoder encoder) => _encoders.Add(encoder);
}
