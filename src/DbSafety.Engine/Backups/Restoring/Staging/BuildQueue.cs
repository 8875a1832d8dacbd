using System.Runtime.ExceptionServices;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>Shares work out to sessions. Work may add more, which is how one thing comes after another; it ends when nothing is left to do.</summary>
internal sealed class BuildQueue
{
    private readonly object _gate = new();
    private readonly PriorityQueue<(Work Work, Group Group), (BuildStep Step, int Number)> _open = new();
    private readonly SemaphoreSlim _signal = new(0);
    private ExceptionDispatchInfo? _failure;
    private int _added;
    private int _unfinished;
    private int _sessions;

    public delegate Task Work(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Adds what can be done side by side.</summary>
    /// <param name="then">Is called when all of it is done, and may add what comes after it.</param>
    public void Add(BuildStep step, IReadOnlyList<Work> works, Action? then = null)
    {
        if (works.Count == 0)
        {
            then?.Invoke();
            return;
        }

        var group = new Group(works.Count, then);
        lock (_gate)
        {
            foreach (var work in works)
                _open.Enqueue((work, group), (step, _added++));
            _unfinished += works.Count;
        }

        _signal.Release(works.Count);
    }

    public async Task RunAsync(IReadOnlyCollection<NpgsqlConnection> connections, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unfinished == 0)
                return;
            _sessions = connections.Count;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(connections.Select(connection => RunAsync(connection, stop)));
        cancellationToken.ThrowIfCancellationRequested();
        _failure?.Throw();
    }

    private async Task RunAsync(NpgsqlConnection connection, CancellationTokenSource stop)
    {
        try
        {
            while (await NextAsync(stop.Token) is var (work, group))
            {
                await work(connection, stop.Token);
                group.End();
                EndOne();
            }
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            await stop.CancelAsync();
        }
    }

    // Null where nothing is left to do.
    private async Task<(Work Work, Group Group)?> NextAsync(CancellationToken cancellationToken)
    {
        await _signal.WaitAsync(cancellationToken);
        lock (_gate)
            return _open.TryDequeue(out var next, out _) ? next : null;
    }

    private void EndOne()
    {
        lock (_gate)
            if (--_unfinished > 0)
                return;
        _signal.Release(_sessions);
    }

    private sealed class Group(int count, Action? then)
    {
        private int _left = count;

        public void End()
        {
            if (Interlocked.Decrement(ref _left) == 0)
                then?.Invoke();
        }
    }
}
