using System.Collections.Concurrent;
using System.Threading.Channels;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// A large table that several sessions of one snapshot read together: each takes the next range of pages, and the ranges are written in
/// their order, so that the file is the same whoever read what.
/// </summary>
internal sealed class TableRanges(TableModel table, long pages, long pagesInRange, int jobs)
{
    // Compressed rows of a range that wait for those of the ranges before them.
    private const int WaitingBlocks = 8;

    private readonly ConcurrentDictionary<long, TaskCompletionSource<GzipBlockQueue>> _parts = new();
    private readonly TaskCompletionSource<IRangeReader?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _count = ((pages - 1) / pagesInRange) + 1;

    // A place for every range that is read or waits to be written. Were they without number, one slow range, as one full of long values
    // is, would have all the others wait in memory.
    private readonly Channel<long> _ahead = Channel.CreateBounded<long>((2 * jobs) + 2);
    private long _taken = -1;

    public TableModel Table => table;

    /// <summary>From now on others may help to read it.</summary>
    public void Start(IRangeReader reader) => _started.TrySetResult(reader);

    /// <summary>Nobody can help: it is read by one session alone.</summary>
    public void Withhold() => _started.TrySetResult(null);

    /// <summary>Reads ranges over a session until none is left.</summary>
    public async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await _started.Task.WaitAsync(cancellationToken) is not { } reader)
            return;
        while (await TakeAsync(cancellationToken) is { } number)
        {
            using var part = reader.Queue(WaitingBlocks);
            PartOf(number).SetResult(part);
            try
            {
                var first = number * pagesInRange;
                // The last one has no end: it takes what was added to the table since its pages were counted, too.
                await reader.ReadAsync(connection, part, first, number == _count - 1 ? null : first + pagesInRange, cancellationToken);
                part.Complete();
            }
            catch (Exception error)
            {
                part.Complete(error);
                throw;
            }
        }
    }

    /// <summary>Appends the ranges in their order, as they are read.</summary>
    public async Task WriteAsync(GzipBlockQueue queue, CancellationToken cancellationToken)
    {
        for (var number = 0L; number < _count; number++)
        {
            var part = await PartOf(number).Task.WaitAsync(cancellationToken);
            await queue.AppendAsync(part, cancellationToken);
            _parts.TryRemove(number, out _);
            _ahead.Reader.TryRead(out _);
        }
    }

    // The lowest range that is not written yet is always under way already: it waits for nobody, and the others for it.
    private async Task<long?> TakeAsync(CancellationToken cancellationToken)
    {
        await _ahead.Writer.WriteAsync(0, cancellationToken);
        if (Interlocked.Increment(ref _taken) is var number && number < _count)
            return number;
        _ahead.Reader.TryRead(out _);
        return null;
    }

    private TaskCompletionSource<GzipBlockQueue> PartOf(long number) =>
        _parts.GetOrAdd(number, _ => new TaskCompletionSource<GzipBlockQueue>(TaskCreationOptions.RunContinuationsAsynchronously));
}
