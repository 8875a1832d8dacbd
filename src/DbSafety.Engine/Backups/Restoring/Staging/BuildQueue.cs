using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>Shares work out to sessions. What must come after all other work on a table is done by the session that ends the last piece of it.</summary>
internal sealed class BuildQueue
{
    private readonly ConcurrentQueue<(Group Group, Work Work)> _open = new();
    private ExceptionDispatchInfo? _failure;

    public delegate Task Work(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Adds what can be done side by side, and what comes last.</summary>
    public void Add(IReadOnlyList<Work> works, Work last)
    {
        var group = new Group(works.Count, last);
        foreach (var work in works)
            _open.Enqueue((group, work));
    }

    public async Task RunAsync(IEnumerable<NpgsqlConnection> connections, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(connections.Select(connection => RunAsync(connection, stop)));
        cancellationToken.ThrowIfCancellationRequested();
        _failure?.Throw();
    }

    private async Task RunAsync(NpgsqlConnection connection, CancellationTokenSource stop)
    {
        try
        {
            while (_open.TryDequeue(out var next))
            {
                await next.Work(connection, stop.Token);
                if (next.Group.IsLast())
                    await next.Group.Last(connection, stop.Token);
            }
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            await stop.CancelAsync();
        }
    }

    private sealed class Group(int count, Work last)
    {
        private int _left = count;

        public Work Last => last;

        public bool IsLast() => Interlocked.Decrement(ref _left) == 0;
    }
}
