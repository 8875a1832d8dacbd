using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Forecasts;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;

namespace DbSafety.Engine.Operations;

/// <summary>The seed's migration process.</summary>
public sealed class InvokeSafeMigrationOperation : IOperation<InvokeSafeMigrationOptions>
{
    public async Task RunAsync(InvokeSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.WhatIf)
        {
            host.Write(await MigrationPreview.UpAsync(target, options, host, cancellationToken));
            return;
        }

        // Everything is read and decided under the lock, so that two runs cannot decide the same.
        await using var runLock = await RunLock.AcquireAsync(target.Sessions, host, target.Policy.Limits.RunLockWait, cancellationToken);
        var found = await RunPreparation.ReadAsync(target, host, "migrate", readOnly: false, cancellationToken);
        await using var session = found.Session;
        found.TellOfEarlierRuns(host);
        await Drift.TellAsync(found, host, cancellationToken);
        await found.RefuseForeignJournalAsync(cancellationToken);
        var planned = new MigrationPlanner(target.RequireProject(), found.Catalog, found.History, target.Policy, host).Plan(options.To, options.AllowOutOfOrder);
        await using var guard = await Guard.StartAsync(target.Sessions, target.Policy.Limits.Guard, host, cancellationToken);
        var run = found.Context(MigrationDirection.Up, runLock, guard, host, options.Reason);
        if (planned.Count == 0)
        {
            host.Write(RunResults.Nothing(run));
            return;
        }

        var judged = await HazardGate.JudgeAsync(session.Connection, planned, target.Policy, cancellationToken);
        HazardGate.Pass(judged, host);
        await ForecastGate.PassAsync(session.Connection, judged, target.Policy, host, cancellationToken);
        var affected = await AffectedTableFinder.FindAsync(session.Connection, [.. planned.Select(migration => migration.Up)], cancellationToken);
        var runner = new MigrationRunner(run, session, planned, affected);
        if (!await runner.MayBeginAsync(found.History, cancellationToken))
            return;

        var procedure = Procedure.Migration(host);
        try
        {
            await procedure.StepAsync(() => runner.BackUpAsync(cancellationToken));
            await procedure.StepAsync(() => runner.MigrateAsync(cancellationToken));
            await procedure.StepAsync(() => runner.VerifyAsync(cancellationToken));
            await procedure.StepAsync(() => runner.DocumentAsync(cancellationToken));
            await procedure.StepAsync(() => runner.ApproveAsync(cancellationToken));
        }
        catch (DbSafetyException error)
        {
            await runner.DocumentFailureAsync(error);
            throw;
        }

        host.Write(runner.Result(procedure.Reports));
    }
}
