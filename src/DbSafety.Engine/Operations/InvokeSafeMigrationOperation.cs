using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Forecasts;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Preflight;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations.Scripting;
using DbSafety.Engine.Plans;

using DbSafety.Engine.Rehearsal.Certificates;
namespace DbSafety.Engine.Operations;

/// <summary>The seed's migration process.</summary>
public sealed class InvokeSafeMigrationOperation : IOperation<InvokeSafeMigrationOptions>
{
    public async Task RunAsync(InvokeSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.OutputScript)
        {
            host.Write(await MigrationSql.UpAsync(target, options, host, cancellationToken));
            return;
        }

        if (options.WhatIf)
        {
            host.Write(await MigrationPreview.UpAsync(target, options, host, cancellationToken));
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
            throw await Runbooks.EmergencyAnswer.ToAsync(emergency, error, target.Policy.Emergencies.StartsAfterMigration && !options.NoEmergency, target, options, host, cancellationToken);
        }
    }

    /// <summary>The process under a run lock that is held; null where a person did not want it to begin.</summary>
    /// <param name="emergency">Told of what a failure calls for, before its error is thrown.</param>
    internal static async Task<MigrationRun?> RunAsync(
        ResolvedTarget target, RunLock runLock, InvokeSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken, Action<Runbooks.Emergency?>? emergency = null)
    {
        await using var frame = await RunFrame.OpenAsync(target, runLock, MigrationDirection.Up, options.Reason, host, cancellationToken);
        var found = frame.Found;
        await found.RefuseForeignJournalAsync(cancellationToken);
        var decides = new ApprovalGate(target, host).Needed(MigrationRunner.Points(target, found.History)).Count > 0;
        var inputs = await PlanReader.ReadAsync(target, found, options.To, options.AllowOutOfOrder, watches: false, bound: decides, host, cancellationToken);
        var (planned, judged) = (inputs.Planned, inputs.Judged);
        if (planned.Count == 0)
            return RunResults.Nothing(frame.Run);

        var session = frame.Session.Connection;
        HazardGate.Pass(judged, host);
        await CertificateGate.PassAsync(target.Policy, target.Name, new CertificateStore(target.RequireProject()), planned, host, cancellationToken);
        await ForecastGate.PassAsync(session, judged, target.Policy, host, cancellationToken);
        // A backup may take hours: what it would be made for in vain is found first, and again before the first statement.
        await PreflightGate.RefuseAsync(session, judged, target.Policy.Limits, host, cancellationToken);
        var runner = new MigrationRunner(frame.Run, frame.Session, inputs);
        if (!await runner.MayBeginAsync(found.History, cancellationToken))
            return null;

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
            emergency?.Invoke(Runbooks.Emergency.OfMigration(runner.Failed, runner.Backup, error));
            throw;
        }

        return runner.Result(procedure.Reports) with { Journal = await AuditLog.HeadAsync(session, cancellationToken) };
    }
}
