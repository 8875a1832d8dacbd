using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>What stands around every run that changes the target: its session, what was found before it, the guard.</summary>
internal sealed class RunFrame : IAsyncDisposable
{
    private readonly Guard? _guard;

    private RunFrame(RunPreparation found, Guard? guard, RunContext run)
    {
        Found = found;
        _guard = guard;
        Run = run;
    }

    public RunPreparation Found { get; }

    public RunContext Run { get; }

    public ScriptSession Session => Found.Session;

    /// <summary>Reads everything under the run lock, so that two runs cannot decide the same, and tells what earlier runs and other hands have left.</summary>
    public static async Task<RunFrame> OpenAsync(
        ResolvedTarget target, RunLock runLock, MigrationDirection direction, string? reason, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, direction == MigrationDirection.Up ? "migrate" : "rollback", readOnly: false, cancellationToken);
        try
        {
            found.TellOfEarlierRuns(host);
            await Drift.TellAsync(found, host, cancellationToken);
            var guard = await Guard.StartAsync(target.Sessions, target.Policy.Limits.Guard, host, cancellationToken, target.Checks);
            return new RunFrame(found, guard, found.Context(direction, runLock, guard, host, reason));
        }
        catch
        {
            await found.Session.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
            await _guard.DisposeAsync();
        await Session.DisposeAsync();
        // What the run wrote last is in the file too before the command says how it ended.
        if (Run.Journal.HasWritten)
            await Run.Audit.FollowAsync(CancellationToken.None);
    }
}
