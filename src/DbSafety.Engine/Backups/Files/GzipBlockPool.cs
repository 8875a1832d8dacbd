using System.Collections.Concurrent;

namespace DbSafety.Engine.Backups.Files;

/// <summary>Blocks that are free, for all files of a set: a set of ten thousand small tables needs no more of them than one of two large ones.</summary>
internal sealed class GzipBlockPool
{
    private readonly ConcurrentBag<GzipBlock> _free = [];

    public GzipBlock Take()
    {
        var block = _free.TryTake(out var free) ? free : new GzipBlock();
        block.Clear();
        return block;
    }

    public void Return(GzipBlock block) => _free.Add(block);
}
