using DbSafety.Core.Hosting;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Connections.Poolers;

/// <summary>Pauses and resumes a database in PgBouncer, where the target names one: its clients then wait instead of failing.</summary>
internal sealed class PoolerGate(ResolvedTarget target, IOperationHost host)
{
    /// <summary>Makes sure that the console can be used, before anything is changed.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var console = await PgBouncerConsole.OpenAsync(target.Pooler!, cancellationToken);
        await console.RunAsync("SHOW VERSION", cancellationToken);
    }

    /// <summary>Lets running transactions end, and holds new ones back. Past the time the sessions behind the pooler are ended by who called.</summary>
    public async Task PauseAsync(string database, TimeSpan time, CancellationToken cancellationToken)
    {
        await using var console = await PgBouncerConsole.OpenAsync(target.Pooler!, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time + TimeSpan.FromSeconds(1));
        try
        {
            var failure = await console.RunAsync($"PAUSE {Identifier.Quote(database)}", limit.Token);
            if (failure is not null && !failure.Contains("already", StringComparison.OrdinalIgnoreCase))
                host.Warning($"PgBouncer did not pause {database}: {failure}");
            else
                host.Verbose($"PgBouncer holds the clients of {database} back.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            host.Verbose("PgBouncer still waits for transactions to end; their sessions are ended on the server.");
        }
    }

    /// <summary>Lets the clients go on. One that was not paused is no error.</summary>
    public async Task ResumeAsync(string database, CancellationToken cancellationToken)
    {
        await using var console = await PgBouncerConsole.OpenAsync(target.Pooler!, cancellationToken);
        if (await console.RunAsync($"RESUME {Identifier.Quote(database)}", cancellationToken) is { } failure && !failure.Contains("not paused", StringComparison.OrdinalIgnoreCase))
            host.Warning($"PgBouncer did not resume {database}: {failure}");
    }
}
