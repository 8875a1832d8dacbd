using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>
/// Watches from a second session which locks a statement takes that commits in between, such as CREATE INDEX CONCURRENTLY. So that a
/// short one is not missed on a small table, it holds an old snapshot, which those statements wait for, until it has seen them wait.
/// </summary>
internal sealed class LockSampler : IAsyncDisposable
{
    private const string Sql = """
        SELECT l.relation, l.mode, l.granted
        FROM pg_catalog.pg_locks l
        WHERE l.pid = $1 AND (NOT l.granted OR (l.locktype = 'relation' AND l.relation >= 16384))
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly NpgsqlConnection _watching;
    private readonly NpgsqlConnection _holding;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<SampledLock> _seen = [];
    private readonly IOperationHost _host;
    private readonly int _backendPid;
    private Task _running = Task.CompletedTask;

    private LockSampler(NpgsqlConnection watching, NpgsqlConnection holding, int backendPid, IOperationHost host)
    {
        _watching = watching;
        _holding = holding;
        _backendPid = backendPid;
        _host = host;
    }

    public static async Task<LockSampler> StartAsync(Sessions sessions, SqlStatement statement, int backendPid, IOperationHost host, CancellationToken cancellationToken)
    {
        var watching = await sessions.OpenAsync("sampler", cancellationToken);
        var holding = await sessions.OpenAsync("sampler", cancellationToken);
        var sampler = new LockSampler(watching, holding, backendPid, host);
        if (statement.Text.Contains("CONCURRENTLY", StringComparison.OrdinalIgnoreCase))
            await RunAsync(holding, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM pg_catalog.pg_class LIMIT 1", cancellationToken);
        sampler._running = sampler.WatchAsync(cancellationToken);
        return sampler;
    }

    /// <summary>Ends it, and tells what was seen.</summary>
    public async Task<IReadOnlyList<SampledLock>> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return [.. _seen];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _watching.DisposeAsync();
        await _holding.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var holds = true;
            while (!_stop.IsCancellationRequested)
            {
                // It waits for somebody, and nobody is here but us.
                if (await SampleAsync(cancellationToken) && holds)
                {
                    holds = false;
                    await RunAsync(_holding, "ROLLBACK", CancellationToken.None);
                }

                await Task.Delay(Pause, _host.Time, CancellationToken.None);
            }
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is OperationCanceledException)
        {
            // Without the watcher there are fewer locks to tell of, and nothing else; the snapshot must not stay in the way.
            await _holding.CloseAsync();
        }
    }

    private async Task<bool> SampleAsync(CancellationToken cancellationToken)
    {
        var waits = false;
        await using var command = new NpgsqlCommand(Sql, _watching) { Parameters = { new() { Value = _backendPid } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            waits |= !reader.GetBoolean(2);
            if (reader.GetBoolean(2) && !reader.IsDBNull(0) && LockModes.Parse(reader.GetString(1)) is { } mode)
                _seen.Add(new SampledLock(reader.GetFieldValue<uint>(0), mode));
        }

        return waits;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
