using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Undoing;
using DbSafety.Engine.Operations.Scripting;
using DbSafety.Engine.Rehearsal;

namespace DbSafety.Engine.Operations;

/// <summary>The seed's rollback process.</summary>
public sealed class UndoSafeMigrationOperation : IOperation<UndoSafeMigrationOptions>
{
    public async Task RunAsync(UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.OutputScript)
        {
            host.Write(await MigrationSql.RollbackAsync(target, options, host, cancellationToken));
            return;
        }

        if (options.WhatIf)
        {
            host.Write(await MigrationPreview.RollbackAsync(target, options, host, cancellationToken));
            return;
        }

        Runbooks.Emergency? emergency = null;
        try
        {
            await using var runLock = await RunLock.AcquireAsync(target.Sessions, host, target.Policy.Limits.RunLockWait, cancellationToken);
            if (await RunAsync(target, runLock, options, host, cancellationToken, found => emergency = found) is { } result)
                host.Write(result);
        }
        catch (DbSafetyException error) when (emergency is not null && target.Environment != Projects.EnvironmentPolicy.Sandbox)
        {
            throw await Runbooks.EmergencyAnswer.ToAsync(emergency, error, target.Policy.Emergencies.StartsAfterRollback && !options.NoEmergency, target, options, host, cancellationToken);
        }
    }

    /// <summary>The process under a run lock that is held; null where a person did not want it to begin.</summary>
    /// <param name="emergency">Told of what a failure calls for, before its error is thrown.</param>
    internal static async Task<MigrationRun?> RunAsync(
        ResolvedTarget target, RunLock runLock, UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken, Action<Runbooks.Emergency?>? emergency = null)
    {
        await using var frame = await RunFrame.OpenAsync(target, runLock, MigrationDirection.Rollback, options.Reason, host, cancellationToken);
        var session = frame.Session.Connection;
        var planned = await new RollbackPlanner(target.RequireProject(), frame.Found.Catalog, frame.Found.History, session).PlanAsync(options, cancellationToken);
        if (planned.Count == 0)
            return RunResults.Nothing(frame.Run);

        var scope = await ScopeAsync(target, frame, planned, options, host, cancellationToken);
        var affected = await AffectedTableFinder.FindAsync(session, [.. planned.Select(rollback => rollback.Script)], cancellationToken);
        var runner = new RollbackRunner(frame.Run, frame.Session, planned, affected, scope);
        if (!await runner.MayBeginAsync(cancellationToken))
            return null;

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
            emergency?.Invoke(Runbooks.Emergency.OfRollback(runner.Failed, runner.Backup, error));
            throw;
        }

        return runner.Result(procedure.Reports) with { Journal = await AuditLog.HeadAsync(session, cancellationToken) };
    }

    // One in the middle is rolled back alone only where a rehearsal shows that nothing after it needs it.
    private static async Task<RollbackScope> ScopeAsync(
        ResolvedTarget target, RunFrame frame, IReadOnlyList<PlannedRollback> planned, UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (!options.Only)
            return new RollbackScope(Alone: false, null, !options.SkipRestore);
        var session = frame.Session.Connection;
        var all = await new RollbackPlanner(target.RequireProject(), frame.Found.Catalog, frame.Found.History, session)
            .PlanAsync(new UndoSafeMigrationOptions { Id = planned[0].Id }, cancellationToken);
        if (all.Count == 1)
            return new RollbackScope(Alone: false, null, !options.SkipRestore);
        var expected = await new RollbackIndependence(target, frame.Found.Catalog, host).RequireAsync(session, planned[0], [.. all.SkipLast(1)], cancellationToken);
        return new RollbackScope(Alone: true, expected, !options.SkipRestore);
    }
}
