using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Running.Inputs;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Carries out a runbook. Everything that can be found wrong is found before its first step.</summary>
internal sealed class InvokeSafetyRunbookOperation : IOperation<InvokeSafetyRunbookOptions>
{
    public async Task RunAsync(InvokeSafetyRunbookOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var project = RunbookProject.Find(options, host);
        var store = new Engine.Runbooks.RunbookStore(project, host);
        var library = RunbookLibrary.Load(store.Load(options.Name), store.Load);
        RunStart.RefuseProblems(library, host);
        var inputs = InputBinder.FromWords(library.Root, options.InputValue);
        await using var database = await RunDatabase.FindAsync(options, project, host, cancellationToken);
        var folder = RunFolders.Find(options.Path, project, host).New(RunContext.NewRunId(host));
        var planned = RunSummary.Planned(library.Root).ToList();
        if (options.WhatIf)
        {
            host.Write(new SafetyRun("", library.Root.Name, RunStatus.Planned, database.Description, null, null, planned, null, host.UserName, null, null));
            return;
        }

        var confirmation = new Confirmation($"{library.Root.Name} on {database.Description ?? "no database"}", "Carry out the runbook", ChangeImpact.High, [.. planned.Where(step => !step.Address.Contains('.', StringComparison.Ordinal)).Select(step => $"{step.Address}. {step.Name}")]);
        if (!await host.ConfirmAsync(confirmation, cancellationToken))
            return;
        // Only a procedure for emergencies has a failure that led to it.
        var before = library.Root.Trigger is null ? null : await FailureBefore.ReadAsync(database.Sessions, host, cancellationToken);
        using var held = folder.Hold();
        RunStart.PinRunbooks(folder, library);
        using var journal = RunJournal.Open(folder.Path, host.Time);
        journal.Append(RunEventKind.RunStarted, null, RunStart.Facts(folder, library, inputs, database, before, host));
        await RunStart.CarryOutAsync(folder, library, inputs, database, journal, host, cancellationToken);
    }
}
