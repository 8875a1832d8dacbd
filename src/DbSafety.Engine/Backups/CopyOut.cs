using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Backups;

/// <summary>
/// Rows as the server sends them for COPY … TO STDOUT in text form: the raw bytes, never decoded. They are read on threads that wait in
/// the kernel, which costs a fraction of the driver's own waiting (research A3).
/// </summary>
internal sealed class CopyOut : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly StreamReader _reader;
    private readonly BlockingSocket _socket;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _interruption = Task.CompletedTask;
    private CopyThread? _thread;
    private bool _hasThread;
    private bool _ended;
    private bool _atEnd;
    private long _filled;

    private CopyOut(StreamReader reader, BlockingSocket socket, CancellationToken cancellation)
    {
        _reader = reader;
        _socket = socket;
        _cancellation = cancellation;
        _registration = cancellation.Register(() => _interruption = Task.Run(InterruptAsync));
    }

    public static async Task<CopyOut> BeginAsync(NpgsqlConnection connection, string copy, CancellationToken cancellationToken)
    {
        var reader = (StreamReader)await connection.BeginTextExportAsync(copy, cancellationToken);
        return new CopyOut(reader, BlockingSocket.Of(connection), cancellationToken);
    }

    /// <summary>Fills the space; less than all of it only at the end of the rows.</summary>
    public async Task<int> FillAsync(Memory<byte> space)
    {
        if (_atEnd)
            return 0;
        var count = await RunAsync(() => Fill(space.Span));
        _filled += count;
        _atEnd = count < space.Length;
        return count;
    }

    // One thread reads and looks at the rows by turns: while it looks, the next ones come into the socket's own room.
    private async Task DrainAsync(Memory<byte> space, Action<int> take) => await RunAsync(() =>
    {
        int length;
        do
        {
            length = Fill(space.Span);
            take(length);
        }
        while (length == space.Length);
        return length;
    });

    private async Task<int> RunAsync(Func<int> read)
    {
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            // Most tables are small, and done with the first read: a thread of their own would cost more than they do.
            if (_filled > 0 && !_hasThread)
                StartThread();
            return await (_thread?.RunAsync(read) ?? Task.Run(read, _cancellation));
        }
        catch (Exception) when (_cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }
    }

    private void StartThread()
    {
        _hasThread = true;
        try
        {
            _thread = new CopyThread();
        }
        catch (OutOfMemoryException)
        {
            // A system that has no thread to spare for the moment lets those of the pool wait instead.
        }
    }

    /// <summary>The digest of what a COPY statement gives.</summary>
    public static async Task<(string Digest, long Rows)> DigestAsync(
        NpgsqlConnection connection, string copy, Action<int> arrived, CancellationToken cancellationToken)
    {
        using var digest = new ContentDigest();
        digest.Add(await SumAsync(connection, copy, arrived, cancellationToken));
        return (digest.Value, digest.Rows);
    }

    /// <summary>The same as it can be added to that of other rows.</summary>
    public static async Task<(UInt128 Sum, long Rows)> SumAsync(
        NpgsqlConnection connection, string copy, Action<int> arrived, CancellationToken cancellationToken)
    {
        using var digest = new ContentDigest();
        await using var rows = await BeginAsync(connection, copy, cancellationToken);
        var space = GC.AllocateUninitializedArray<byte>(1 << 18);
        void Take(int length)
        {
            digest.Append(space.AsSpan(0, length));
            arrived(length);
        }

        Take(await rows.FillAsync(space));
        if (!rows._atEnd)
            await rows.DrainAsync(space, Take);
        rows.End();
        return digest.Total;
    }

    /// <summary>All was read: nothing is to be cancelled.</summary>
    public void End() => _ended = true;

    public async ValueTask DisposeAsync()
    {
        _closed.TrySetResult();
        await _registration.DisposeAsync();
        await _interruption;
        _thread?.Dispose();
        _socket.Dispose();
        // Without a cancellation the driver would read the rest of the table to its end.
        if (!_ended)
            await CancelAsync();
        try
        {
            await _reader.BaseStream.DisposeAsync();
        }
        catch (Exception) when (!_ended)
        {
            // What went wrong before is what is reported.
        }

        _reader.Dispose();
    }

    // The reader around the stream is never read: it would take some away. One read gives one row at most.
    private int Fill(Span<byte> space)
    {
        var stream = _reader.BaseStream;
        var length = 0;
        while (length < space.Length && stream.Read(space[length..]) is > 0 and var count)
            length += count;
        return length;
    }

    private async Task InterruptAsync()
    {
        await CancelAsync();
        // A server that cannot be reached any more ends nothing: the read is ended here.
        await Task.WhenAny(_closed.Task, Task.Delay(Patience));
        if (!_closed.Task.IsCompleted)
            _socket.Abort();
    }

    private async Task CancelAsync()
    {
        try
        {
            if (_reader.BaseStream is NpgsqlRawCopyStream raw)
                await raw.CancelAsync();
        }
        catch (Exception error) when (error is NpgsqlException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The copy has ended, or the connection is gone: both are what we want.
        }
    }
}
