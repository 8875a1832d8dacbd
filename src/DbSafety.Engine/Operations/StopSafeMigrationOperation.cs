using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Repairing;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations.Scripting;

namespace DbSafety.Engine.Operations;

/// <summary>Stops the run that is changing the target, wherever it is run from.</summary>
public sealed class StopSafeMigrationOperation : IOperation<StopSafeMigrationOptions>
{
    public async Task RunAsync(StopSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var found = await RunPreparation.ReadAsync(target, host, "stop", readOnly: options.OutputScript, cancellationToken);
        await using var session = found.Session;
        if (await RunLock.FindHolderAsync(session.Connection, cancellationToken) is not { } holder)
        {
            if (found.History.OpenRun is not null || found.History.Unfinished.Count > 0)
                host.Warning("No run is under way, but an earlier one did not come to its end. See what it left with: dbsafety repair");
            return;
        }

        if (options.OutputScript)
        {
            host.Write(await RepairSql.StopAsync(target, session.Connection, holder, host, cancellationToken));
            return;
        }

        var stopper = new RunStopper(found, holder, options.Reason, host);
        var sessions = await RunSessions.FindAsync(session.Connection, cancellationToken);
        if (!await host.ConfirmAsync(new Confirmation($"{target.Name} ({target.Environment})", $"Stop the run of {holder}", ChangeImpact.High,
                [.. sessions.Select(one => $"ends {one.Description}")]), cancellationToken))
            return;
        host.Write(await stopper.StopAsync(cancellationToken));
    }
}
