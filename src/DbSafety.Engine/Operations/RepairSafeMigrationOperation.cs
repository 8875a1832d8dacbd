using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Repairing;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations.Scripting;

namespace DbSafety.Engine.Operations;

/// <summary>Tells what a run that was cut off has left, and puts it right under the run lock, by the same processes that made it.</summary>
public sealed class RepairSafeMigrationOperation : IOperation<RepairSafeMigrationOptions>
{
    public async Task RunAsync(RepairSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var action = RepairChoice.Of(options);
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.OutputScript)
        {
            host.Write(await RepairSql.RepairAsync(target, action, options, host, cancellationToken));
            return;
        }

        if (action == RepairAction.None || options.WhatIf)
        {
            await LookAsync(target, options, host, cancellationToken);
            return;
        }

        await using var runLock = await RunLock.AcquireAsync(target.Sessions, host, target.Policy.Limits.RunLockWait, cancellationToken);
        var repairer = new Repairer(target, runLock, options, host);
        foreach (var found in await repairer.FindAsync(cancellationToken))
        {
            // A repair before this one may have taken this migration along: a rollback takes what came later first.
            var repair = options.Id is not null ? found : (await repairer.FindAsync(cancellationToken)).FirstOrDefault(again => again.Id == found.Id);
            if (repair is null)
            {
                host.Write(await repairer.AfterAsync(found, action, cancellationToken));
                continue;
            }

            var repaired = action switch
            {
                RepairAction.CleanedUp => await repairer.CleanUpAsync(repair, cancellationToken),
                RepairAction.Finished => await FinishAsync(target, runLock, repair, options, host, cancellationToken),
                _ => await RollBackAsync(target, runLock, repair, options, host, cancellationToken),
            };
            host.Write(repaired ? await repairer.AfterAsync(repair, action, cancellationToken) : repair);
        }
    }

    private static async Task LookAsync(ResolvedTarget target, RepairSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "status", readOnly: true, cancellationToken);
        await using var session = found.Session;
        if (await RunLock.FindHolderAsync(session.Connection, cancellationToken) is { } holder)
            host.Warning($"A run is under way: {holder}. What follows may change at any moment; it is stopped with: dbsafety stop");
        foreach (var repair in RepairChoice.Select(await new RepairReader(found).ReadAsync(cancellationToken), options.Id, found))
            host.Write(repair);
    }

    private static async Task<bool> FinishAsync(
        ResolvedTarget target, RunLock runLock, MigrationRepair repair, RepairSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken) =>
        repair.Direction == MigrationDirection.Rollback
            ? await RollBackAsync(target, runLock, repair, options, host, cancellationToken)
            : await InvokeSafeMigrationOperation.RunAsync(target, runLock,
                new InvokeSafeMigrationOptions { To = repair.Id, Reason = options.Reason, Force = options.Force }, host, cancellationToken) is not null;

    private static async Task<bool> RollBackAsync(
        ResolvedTarget target, RunLock runLock, MigrationRepair repair, RepairSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (repair.State == MigrationState.Pending && RepairChoice.IsWhole(repair))
            return true;
        return await UndoSafeMigrationOperation.RunAsync(target, runLock,
            new UndoSafeMigrationOptions { Id = repair.Id, Reason = options.Reason, Force = options.Force }, host, cancellationToken) is not null;
    }
}
