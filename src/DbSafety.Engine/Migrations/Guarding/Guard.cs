using System.Globalization;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>
/// Watches, on a session of its own, who waits behind a change while it runs and whether the applications are well, and cancels the
/// change's own statement when too many wait, or too long, or too much fails: a lock_timeout protects the others only until the lock
/// is granted (research G5).
/// </summary>
public sealed class Guard : IAsyncDisposable
{
    private const string Unwell = "See what the applications say with: dbsafety health; run it again when they are well. What the guard watches stands under limits.guard in dbsafety.yaml.";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // Its questions are answered in milliseconds; a guard that waits for ever on a stalled connection guards nobody.
    private static readonly TimeSpan Answers = TimeSpan.FromSeconds(15);

    private readonly NpgsqlConnection _session;
    private readonly GuardPolicy _policy;
    private readonly IOperationHost _host;
    private readonly WaitingSessionsReader _waiting;
    private readonly ErrorRate? _errors;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Task _watch;
    private readonly Task _ask;
    private GuardedAttempt? _attempt;

    private Guard(NpgsqlConnection session, GuardPolicy policy, WatchedChecks? checks, IOperationHost host)
    {
        _session = session;
        _policy = policy;
        _host = host;
        _waiting = new WaitingSessionsReader(session, host.Time, policy.ShowQueries);
        _errors = policy.ErrorRate is { } limit ? new ErrorRate(session, limit) : null;
        _watch = Task.Run(WatchAsync);
        _ask = checks is null ? Task.CompletedTask : Task.Run(() => AskAsync(checks));
    }

    /// <summary>Begins to watch; null where the policy wants none.</summary>
    /// <param name="declared">The project's application checks, of which the policy names those to be watched.</param>
    public static async Task<Guard?> StartAsync(
        Sessions sessions, GuardPolicy policy, IOperationHost host, CancellationToken cancellationToken, IReadOnlyList<AppCheck>? declared = null)
    {
        if (!policy.Enabled)
            return null;
        var wanted = (declared ?? []).Where(check => policy.Checks.Contains(check.Name)).ToList();
        var checks = await WatchedChecks.StartAsync(wanted, sessions, host, cancellationToken);
        return new Guard(await sessions.OpenAsync("guard", Answers, cancellationToken), policy, checks, host);
    }

    /// <summary>Watches over an attempt until it is disposed.</summary>
    internal static GuardedAttempt Begin(Guard? guard, int backendPid, ScriptHeader header)
    {
        var policy = guard?._policy ?? new GuardPolicy();
        var attempt = new GuardedAttempt(guard, backendPid,
            policy with { WaitingSessions = header.WaitingSessions ?? policy.WaitingSessions, WaitingTime = header.WaitingTime ?? policy.WaitingTime });
        if (guard is not null)
            guard._attempt = attempt;
        return attempt;
    }

    /// <summary>Before a batch of a backfill: waits until no replica is further behind than the policy lets it, at most so long.</summary>
    internal async Task WaitForReplicasAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        var began = _host.Time.GetTimestamp();
        while (_policy.ReplicaLag > TimeSpan.Zero && _host.Time.GetElapsedTime(began) < most && await LagAsync(cancellationToken) is { } lag)
        {
            _host.Verbose($"Paused: {lag} (limit {PostgresDuration.Words(_policy.ReplicaLag)}).");
            await Task.Delay(Interval, _host.Time, cancellationToken);
        }
    }

    private async Task<string?> LagAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await ReplicaLag.FindAsync(_session, _policy.ReplicaLag, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    internal async ValueTask EndAsync(GuardedAttempt attempt)
    {
        await _turn.WaitAsync();
        if (ReferenceEquals(_attempt, attempt))
            _attempt = null;
        _turn.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        await _ask;
        await _session.DisposeAsync();
        _end.Dispose();
        _turn.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, _host.Time, _end.Token);
                await _turn.WaitAsync(_end.Token);
                try
                {
                    // Errors are counted all the time: those after one migration concern the next one too.
                    var errors = _errors is null ? null : await _errors.LookAsync(_host.Time.GetUtcNow(), _end.Token);
                    if (_attempt is { } attempt)
                        await WatchAsync(attempt, errors);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The run is at its end.
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            _host.Warning($"The guard's session was lost: from here on only the server's own limits protect others. ({error.Message})");
        }
    }

    // The checks have a rhythm of their own, since one of them may take as long as its timeout; the cancel is the watch's to send.
    private async Task AskAsync(WatchedChecks checks)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_policy.CheckInterval, _host.Time, _end.Token);
                if (_attempt is { Trip: null } attempt && await checks.AskAsync(_end.Token) is { } failing)
                    await StopAsync(attempt, failing);
            }
        }
        catch (Exception error) when (_end.IsCancellationRequested && (error is OperationCanceledException || PostgresErrors.IsDriverError(error)))
        {
            // The run is at its end.
        }
    }

    private async Task StopAsync(GuardedAttempt attempt, string failing)
    {
        await _turn.WaitAsync(_end.Token);
        try
        {
            if (ReferenceEquals(_attempt, attempt) && attempt.Trip is null)
                attempt.Stop(new GuardTrip(failing, await _waiting.ReadAsync(attempt.BackendPid, _end.Token), Unwell));
        }
        catch (Exception error) when ((PostgresErrors.IsDriverError(error) || error is InvalidOperationException) && !_end.IsCancellationRequested)
        {
            // The watch tells of its lost session; without it nothing can be cancelled, and the attempt ends before its commit.
            attempt.Stop(new GuardTrip(failing, [], Unwell));
        }
        finally
        {
            _turn.Release();
        }
    }

    // A cancel that finds the backend between two statements hits nothing: it is sent again until the attempt has ended.
    private async Task WatchAsync(GuardedAttempt attempt, string? errors)
    {
        if (attempt.Trip is null)
        {
            if (await JudgeAsync(attempt, errors) is not { } trip)
                return;
            // First the reason, then the cancel: whoever gets the cancelled statement's error finds the reason there.
            attempt.Stop(trip);
        }

        await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_cancel_backend($1)", _session) { Parameters = { new() { Value = attempt.BackendPid } } };
        await command.ExecuteScalarAsync(_end.Token);
    }

    private async Task<GuardTrip?> JudgeAsync(GuardedAttempt attempt, string? errors)
    {
        var policy = attempt.Policy;
        var waiting = await _waiting.ReadAsync(attempt.BackendPid, _end.Token);
        if (waiting.Count >= policy.WaitingSessions)
            return new GuardTrip($"{waiting.Count} sessions waited behind it (limit {policy.WaitingSessions})", waiting);
        if (waiting.Count > 0 && waiting[0].Waited >= policy.WaitingTime)
        {
            return new GuardTrip(string.Create(CultureInfo.InvariantCulture,
                $"a session had waited {waiting[0].Waited.TotalSeconds:0.0} s behind it (limit {PostgresDuration.Words(policy.WaitingTime)})"), waiting);
        }

        if (errors is not null)
        {
            _errors!.Forget();
            return new GuardTrip(errors, waiting, Unwell);
        }

        return _policy.ReplicaLag > TimeSpan.Zero && await ReplicaLag.FindAsync(_session, _policy.ReplicaLag, _end.Token) is { } lag
            ? new GuardTrip($"{lag} (limit {PostgresDuration.Words(_policy.ReplicaLag)})", waiting)
            : null;
    }
}
