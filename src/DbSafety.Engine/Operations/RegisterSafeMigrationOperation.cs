using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations.Scripting;

namespace DbSafety.Engine.Operations;

/// <summary>Records migrations as applied without running them.</summary>
public sealed class RegisterSafeMigrationOperation : IOperation<RegisterSafeMigrationOptions>
{
    public async Task RunAsync(RegisterSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var onlyLooks = options.WhatIf || options.OutputScript;
        await using var runLock = onlyLooks ? null : await RunLock.AcquireAsync(target.Sessions, host, target.Policy.Limits.RunLockWait, cancellationToken);
        var found = await RunPreparation.ReadAsync(target, host, "baseline", readOnly: onlyLooks, cancellationToken);
        await using var session = found.Session;
        var chosen = await new BaselinePlanner(found.Catalog, found.History, session.Connection, host).PlanAsync(options, cancellationToken);
        if (options.OutputScript)
        {
            host.Write(await JournalSql.BaselineAsync(target, session.Connection, chosen, options.Reason, host, cancellationToken));
            return;
        }

        var detail = chosen.Select(migration => migration.Describe()).ToList();
        if (chosen.Count == 0)
        {
            host.Warning("There is nothing to register: the journal has all of these already.");
            return;
        }

        var title = $"record {chosen.Count} migrations as applied to {target.Name}, without running them";
        if (!await host.ConfirmAsync(new Confirmation($"{target.Name} ({target.Environment})", $"Record as applied, without running: {string.Join(", ", chosen.Select(migration => migration.Id))}",
                ChangeImpact.Medium, detail), cancellationToken) || options.WhatIf)
            return;
        List<ApprovalPoint> points = [.. found.History.IsEmpty ? (ApprovalPoint[])[ApprovalPoint.FirstModification] : [], .. target.IsProduction ? (ApprovalPoint[])[ApprovalPoint.ProductionDeployment] : []];
        var approved = await new ApprovalGate(target, host).BeforeAsync(points, new ApprovalRequest(title, detail, $"dbsafety baseline {(options.FromJournal ? "--from-journal" : options.To)}{target.Option}",
            token => OtherSubjects.BaselineAsync(target, session.Connection, chosen, host, token)), session.Connection, cancellationToken);

        var run = found.Context(MigrationDirection.Up, runLock!, guard: null, host, options.Reason);
        await RecordAsync(run, session, chosen, approved, cancellationToken);
        var history = new MigrationHistory(await JournalReader.ReadAsync(session.Connection, cancellationToken));
        foreach (var migration in new MigrationStatus(found.Catalog, history, target.Name).List().Where(migration => chosen.Any(item => item.Id == migration.Id)))
            host.Write(migration);
    }

    private static async Task RecordAsync(
        RunContext run, ScriptSession session, IReadOnlyList<BaselineMigration> chosen, ApprovalGrant approved, CancellationToken cancellationToken)
    {
        await JournalInstaller.EnsureAsync(session.Connection, cancellationToken);
        var begin = BaselineMigration.Begin(run.RunId, chosen, run.Reason);
        await ApprovalRecord.BeginAsync(run, session.Connection, approved, async () =>
        {
            await JournalWriter.KeepScriptsAsync(session.Connection, BaselineMigration.Keep(chosen).ToDictionary(script => script.Key, script => script.Text), cancellationToken);
            await run.Journal.AppendAsync(session.Connection, begin, cancellationToken);
            foreach (var migration in chosen)
                await run.Journal.AppendAsync(session.Connection, migration.Entry(run.RunId, run.Reason), cancellationToken);
        }, cancellationToken);
        await RunEnd.WriteAsync(run, session.Connection, run.Entry(JournalEvent.RunFinished), cancellationToken);
        await run.Audit.FollowAsync(session.Connection, cancellationToken);
    }
}
