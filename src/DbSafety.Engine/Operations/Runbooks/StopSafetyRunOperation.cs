using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Stops a run that another process carries out, and waits until it has.</summary>
internal sealed class StopSafetyRunOperation : IOperation<StopSafetyRunOptions>
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // The step's command cleans up after itself, and the steps under 'always' are taken, before the process lets the run go.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task RunAsync(StopSafetyRunOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var folder = RunReader.Choose(RunbookProject.Runs(options, options.Path, host), options.RunId);
        var run = RunReader.Read(folder);
        if (!RunReader.IsUnfinished(run))
            throw new DbSafetyException("RunEnded", ErrorKind.Refused, $"The run {run.RunId} came to its end: {run.Status}.") { State = "Nothing was stopped.", NextStep = $"dbsafety runs {run.RunId}" };
        if (!await host.ConfirmAsync(new Confirmation($"{run.RunId}, {run.Runbook}", "Stop the run", ChangeImpact.Medium), cancellationToken))
            return;
        if (folder.IsHeld)
            await WaitAsync(folder, host, cancellationToken);
        else
            End(folder, host);
        host.Write(RunReader.Read(folder));
    }

    private static async Task WaitAsync(RunFolder folder, IOperationHost host, CancellationToken cancellationToken)
    {
        folder.WantStop(host);
        var deadline = host.Time.GetUtcNow() + Patience;
        while (folder.IsHeld)
        {
            if (host.Time.GetUtcNow() > deadline)
            {
                throw new DbSafetyException("RunNotStopped", ErrorKind.LimitReached, $"The run {folder.RunId} was asked to stop, and has not within {Patience.TotalMinutes:0} minutes.")
                {
                    State = "It goes on trying: the wish stands.",
                    NextStep = $"dbsafety runs {folder.RunId} shows the step; end its process where that cannot wait, then: dbsafety resume-run {folder.RunId}",
                };
            }

            await Task.Delay(Look, host.Time, cancellationToken);
        }
    }

    private static void End(RunFolder folder, IOperationHost host)
    {
        using var held = folder.Hold();
        using var journal = RunJournal.Open(folder.Path, host.Time);
        if (journal.Events is [.., { Kind: RunEventKind.RunEnded }])
            return;
        journal.Append(RunEventKind.RunEnded, null, new JsonObject { ["status"] = "cancelled", ["by"] = $"{host.UserName}@{host.MachineName}" });
    }
}
