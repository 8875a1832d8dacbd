using System.IO.Enumeration;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using Npgsql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>
/// Lets the sessions of applications come to an end: idle ones are ended at once, others when their transaction is over or the time is up.
/// </summary>
internal sealed class Drainer(NpgsqlConnection session, Lease lease, SuspendAppConnectionOptions options, IOperationHost host)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // How long after the time is up the signals may need to work.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HashSet<int> _refused = [];
    private readonly HashSet<int> _ended = [];
    private DateTimeOffset _change;

    /// <summary>Counts them, and ends none.</summary>
    public async Task<Drained> LookAsync(CancellationToken cancellationToken)
    {
        await ClockAsync(cancellationToken);
        return Result(await FindAsync(cancellationToken));
    }

    public async Task<Drained> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await ClockAsync(cancellationToken);
        var start = host.Time.GetTimestamp();
        var quiet = 0;
        IReadOnlyList<AppConnection> there = [];

        // A session that was being let in at that moment shows a little later: so one look that finds none is not enough.
        while (quiet < 3)
        {
            there = await FindAsync(cancellationToken);
            var open = there.Where(connection => !_refused.Contains(connection.ProcessId)).ToList();
            var elapsed = host.Time.GetElapsedTime(start);
            if (open.Count > 0 && elapsed > time + Patience)
                break;
            quiet = open.Count == 0 ? quiet + 1 : 0;
            foreach (var connection in open.Where(connection => connection.State == "idle" || elapsed >= time))
                await EndAsync(connection, cancellationToken);
            host.Progress(new ProgressReport("Waiting for applications", lease.Before.Name, _ended.Count, _ended.Count + open.Count, "sessions"));
            await Task.Delay(Pause, host.Time, cancellationToken);
        }

        host.Progress(new ProgressReport("Waiting for applications", "", _ended.Count, _ended.Count, "sessions", Completed: true));
        return Result(there);
    }

    private async Task EndAsync(AppConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            if (await ConnectionEnder.SignalAsync(session, connection, cancelOnly: false, cancellationToken))
                _ended.Add(connection.ProcessId);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            _refused.Add(connection.ProcessId);
        }
    }

    // A session that began after the change was let in by it, and would only come again.
    private async Task<IReadOnlyList<AppConnection>> FindAsync(CancellationToken cancellationToken) =>
        [.. (await AppConnections.ReadAsync(session, null, redact: true, cancellationToken)).Where(connection =>
            connection.Database == lease.Before.Name
            && (connection.ConnectedAt is null || connection.ConnectedAt <= _change)
            && !options.Allow.Contains(connection.Role)
            && !options.AllowApplication.Any(name => FileSystemName.MatchesSimpleExpression(name, connection.Application ?? ""))
            && (lease.Way != SuspensionWay.Role || lease.Roles.Any(role => role.Name == connection.Role)))];

    private Drained Result(IReadOnlyList<AppConnection> there)
    {
        var warnings = new List<string>();
        var refused = there.Where(connection => _refused.Contains(connection.ProcessId)).ToList();
        if (refused.Count > 0)
        {
            warnings.Add($"{refused.Count} sessions may not be ended by {session.UserName}: {Names(refused)}. "
                + "It needs to be a member of their roles or of pg_signal_backend; sessions of superusers need a superuser.");
        }

        var stubborn = there.Except(refused).ToList();
        if (stubborn.Count > 0)
            warnings.Add(options.NoTerminate ? $"{stubborn.Count} sessions were not ended, as was asked: {Names(stubborn)}." : $"{stubborn.Count} sessions have not ended: {Names(stubborn)}.");
        return new Drained(_ended.Except(there.Select(connection => connection.ProcessId)).Count(), there.Count, warnings);
    }

    private static string Names(IEnumerable<AppConnection> connections) =>
        string.Join(", ", connections.GroupBy(connection => connection.Application ?? connection.Role).Select(group => $"{group.Key} ({group.Count()})"));

    private async Task ClockAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.clock_timestamp()", session);
        _change = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
