using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;

namespace DbSafety.Engine.Operations;

/// <summary>The seed's rollback process.</summary>
public sealed class UndoSafeMigrationOperation : IOperation<UndoSafeMigrationOptions>
{
    public async Task RunAsync(UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.WhatIf)
        {
            host.Write(await MigrationPreview.RollbackAsync(target, options, host, cancellationToken));
            return;
        }

        await using var runLock = await RunLock.AcquireAsync(target.Sessions, host, target.Policy.Limits.RunLockWait, cancellationToken);
        var found = await RunPreparation.ReadAsync(target, host, "rollback", readOnly: false, cancellationToken);
        await using var session = found.Session;
        found.TellOfEarlierRuns(host);
        await Drift.TellAsync(found, host, cancellationToken);
        var planned = await new RollbackPlanner(target.RequireProject(), found.Catalog, found.History, session.Connection).PlanAsync(options, cancellationToken);
        await using var guard = await Guard.StartAsync(target.Sessions, target.Policy.Limits.Guard, host, cancellationToken);
        var run = found.Context(MigrationDirection.Rollback, runLock, guard, host, options.Reason);
        if (planned.Count == 0)
        {
            host.Write(RunResults.Nothing(run));
            return;
        }

        var affected = await AffectedTableFinder.FindAsync(session.Connection, [.. planned.Select(rollback => rollback.Script)], cancellationToken);
        var runner = new RollbackRunner(run, session, planned, affected);
        if (!await runner.MayBeginAsync(cancellationToken))
            return;

        var procedure = Procedure.Rollback(host);
        try
        {
            await procedure.StepAsync(() => runner.StopApplicationsAsync(cancellationToken));
            await procedure.StepAsync(() => runner.RollBackAsync(cancellationToken));
            await procedure.StepAsync(() => runner.RestoreAsync(cancellationToken));
            await procedure.StepAsync(() => runner.VerifyAsync(cancellationToken));
            await procedure.StepAsync(() => runner.ResumeAsync(cancellationToken));
        }
        catch (DbSafetyException error)
        {
            await runner.DocumentFailureAsync(error);
            throw;
        }

        host.Write(runner.Result(procedure.Reports));
    }
}
