using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using DbSafety.Engine.Backups.Loading;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>
/// Deals the rows of one file out to several sessions, each of which copies into the same table: a server takes in rows with one
/// processor a session, and a file is read much faster than that. Memory stays flat: only so many pieces are under way.
/// </summary>
internal sealed class RowDealer(IReadOnlyList<NpgsqlConnection> connections, string copy)
{
    private const int PieceSize = 1 << 18;

    private readonly Channel<(byte[] Bytes, int Length)> _pieces = Channel.CreateBounded<(byte[], int)>(connections.Count);
    private readonly ConcurrentBag<byte[]> _free = [];
    private byte[] _open = GC.AllocateUninitializedArray<byte>(PieceSize);
    private int _length;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Loads what the reader gives.</summary>
    /// <param name="read">Reads all rows and gives them on, in pieces of any size.</param>
    public async Task RunAsync(Func<Func<ReadOnlyMemory<byte>, ValueTask>, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var copies = connections.Select(connection => Task.Run(() => CopyAsync(connection, stop), CancellationToken.None)).ToList();
        try
        {
            await read(rows => AddAsync(rows, stop.Token), stop.Token);
            if (_length > 0)
                await HandOnAsync(_length, stop.Token);
            _pieces.Writer.Complete();
        }
        catch (Exception error)
        {
            // A copy that does not learn of this would end well, with the rows that it got.
            await FailAsync(error, stop);
            _pieces.Writer.TryComplete(error);
        }

        await Task.WhenAll(copies);
        cancellationToken.ThrowIfCancellationRequested();
        _failure?.Throw();
    }

    private async ValueTask AddAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        while (rows.Length > 0)
        {
            var count = Math.Min(rows.Length, _open.Length - _length);
            rows[..count].CopyTo(_open.AsMemory(_length));
            _length += count;
            rows = rows[count..];
            if (_length < _open.Length)
                return;
            var whole = _open.AsSpan(0, _length).LastIndexOf((byte)'\n') + 1;
            if (whole > 0)
                await HandOnAsync(whole, cancellationToken);
            else
                Array.Resize(ref _open, _open.Length * 2);
        }
    }

    private async ValueTask HandOnAsync(int whole, CancellationToken cancellationToken)
    {
        var (full, rest) = (_open, _length - whole);
        _open = _free.TryTake(out var free) ? free : GC.AllocateUninitializedArray<byte>(PieceSize);
        if (_open.Length < rest)
            _open = GC.AllocateUninitializedArray<byte>(full.Length);
        full.AsSpan(whole, rest).CopyTo(_open);
        _length = rest;
        await _pieces.Writer.WriteAsync((full, whole), cancellationToken);
    }

    private async Task CopyAsync(NpgsqlConnection connection, CancellationTokenSource stop)
    {
        try
        {
            await using var rows = await CopyIn.BeginAsync(connection, copy, stop.Token);
            await foreach (var (bytes, length) in _pieces.Reader.ReadAllAsync(stop.Token))
            {
                await rows.WriteAsync(bytes.AsMemory(0, length), stop.Token);
                if (bytes.Length == PieceSize)
                    _free.Add(bytes);
            }

            await rows.CompleteAsync();
        }
        catch (Exception error)
        {
            await FailAsync(error, stop);
        }
    }

    // What the others throw follows from the first failure, which stops them.
    private async Task FailAsync(Exception error, CancellationTokenSource stop)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
        await stop.CancelAsync();
    }
}
