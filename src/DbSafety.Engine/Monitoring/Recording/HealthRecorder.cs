using DbSafety.Core.Errors;
using DbSafety.Engine.Monitoring.Health;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Monitoring.Recording;

/// <summary>
/// Looks at a database while something is done to it, from a session of its own, and writes down what it sees. It never fails what it
/// accompanies: where it cannot look, it writes down why.
/// </summary>
internal sealed class HealthRecorder : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // A look that takes longer than this is given up: the recorder is the least important of all who wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly Sessions _sessions;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private NpgsqlConnection? _session;
    private Counters? _last;

    private HealthRecorder(string folder, Sessions sessions, TimeProvider time)
    {
        _folder = folder;
        _sessions = sessions;
        _time = time;
        _work = Task.Run(WatchAsync);
    }

    /// <summary>Begins to look, at once. Disposing takes a last look.</summary>
    public static HealthRecorder Start(string folder, Sessions sessions, TimeProvider time) => new(folder, sessions, time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        await RecordAsync();
        if (_session is not null)
            await _session.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var began = _time.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await RecordAsync();
            // About two hundred looks, however long it takes.
            var pause = TimeSpan.FromTicks(Math.Clamp(_time.GetElapsedTime(began).Ticks / 200, Shortest.Ticks, Longest.Ticks));
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RecordAsync()
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        HealthRecord seen;
        try
        {
            _session ??= await _sessions.OpenAsync("recorder", limit.Token);
            seen = await LookAsync(_session, limit.Token);
        }
        catch (Exception error) when (error is DbSafetyException or OperationCanceledException || PostgresErrors.IsDriverError(error))
        {
            await ForgetAsync();
            seen = new HealthRecord(_time.GetUtcNow(), new Dictionary<string, double>(), [], error is OperationCanceledException ? $"no answer within {Patience.TotalSeconds:0} s" : error.Message);
        }

        try
        {
            await HealthRecords.AppendAsync(_folder, seen, CancellationToken.None);
        }
        catch (IOException)
        {
            // A full disk is told by the journal of the run, which needs it; the records can do without a line.
        }
    }

    private async Task<HealthRecord> LookAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var (figures, _) = await FigureReader.ReadAsync(session, FigureSources.OfTheMoment(session.PostgreSqlVersion.Major), cancellationToken);
        var counters = await Counters.ReadAsync(session, cancellationToken);
        var all = figures.Concat(_last is null ? [] : counters.Since(_last)).ToDictionary(figure => figure.Name, figure => Math.Round(figure.Value!.Value, 3));
        _last = counters;
        var blocked = all.GetValueOrDefault("sessions_waiting_for_locks") > 0 ? await BlockedSessionsReader.ReadAsync(session, cancellationToken) : [];
        return new HealthRecord(_time.GetUtcNow(), all, blocked, null);
    }

    private async Task ForgetAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        _session = null;
        _last = null;
    }
}
