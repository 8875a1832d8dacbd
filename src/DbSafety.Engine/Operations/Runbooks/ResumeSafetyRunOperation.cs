using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Loading;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Goes on with a run, from where its journal ends.</summary>
internal sealed class ResumeSafetyRunOperation : IOperation<ResumeSafetyRunOptions>
{
    public async Task RunAsync(ResumeSafetyRunOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var project = RunbookProject.Find(options, host);
        var folder = RunReader.Choose(RunFolders.Find(options.Path, project, host), options.RunId);
        using var held = options.WhatIf ? null : folder.Hold();
        var run = RunReader.Read(folder);
        var unheld = run.Status == RunStatus.Running ? run with { Status = Unheld(folder) } : run;
        RefuseEnded(unheld);
        var first = RunJournal.Read(folder.Path)[0];
        var library = Pinned(folder, first);
        RefuseChanged(library, first, new RunbookStore(project, host));
        RunStart.RefuseProblems(library, host);
        await using var database = await DatabaseAsync(options, first, project, host, cancellationToken);
        if (options.WhatIf)
        {
            host.Write(unheld);
            return;
        }

        var left = unheld.Steps.Where(step => step.State is not (StepState.Succeeded or StepState.Skipped)).Select(step => $"{step.Address}. {step.Name}");
        if (!await host.ConfirmAsync(new Confirmation($"{run.RunId}, {run.Runbook}", "Go on with the run", ChangeImpact.High, [.. left]), cancellationToken))
            return;
        using var journal = RunJournal.Open(folder.Path, host.Time);
        RunAnswer.Take(journal, options.Answer, host);
        journal.Append(RunEventKind.RunResumed, null, new JsonObject { ["operator"] = $"{host.UserName}@{host.MachineName}" });
        await RunStart.CarryOutAsync(folder, library, (JsonObject)first.Detail["inputs"]!.DeepClone(), database, journal, host, cancellationToken);
    }

    // We hold the run ourselves now, which is not to be taken for somebody else's run.
    private static RunStatus Unheld(RunFolder folder)
    {
        var last = RunJournal.Read(folder.Path)[^1];
        return last.Kind == RunEventKind.Waiting ? RunStatus.Waiting : RunStatus.Interrupted;
    }

    private static void RefuseEnded(SafetyRun run)
    {
        if (run.Started is null || run.Status is RunStatus.Succeeded or RunStatus.Recovered or RunStatus.Escalated or RunStatus.Failed)
        {
            throw new DbSafetyException("RunEnded", ErrorKind.Refused, run.Started is null ? $"The run {run.RunId} was cut off before its first line." : $"The run {run.RunId} came to its end: {run.Status}.")
            {
                State = "Nothing was run.",
                NextStep = $"Begin anew with: dbsafety runbook {(run.Runbook.Length > 0 ? run.Runbook : "<name>")}",
            };
        }
    }

    private static RunbookLibrary Pinned(RunFolder folder, RunEvent first)
    {
        var pins = (JsonObject)first.Detail["digests"]!;
        var library = RunbookLibrary.Load(Load((string)first.Detail["runbook"]!), Load);
        return library;

        Engine.Runbooks.Model.Runbook Load(string name)
        {
            var path = Path.Combine(folder.RunbooksPath, name + ".yaml");
            if (!File.Exists(path))
                throw Changed(name, $"its copy in {folder.RunbooksPath} is gone");
            var runbook = RunbookReader.Load(path);
            return runbook.Digest == (string?)pins[name] ? runbook with { Path = (string?)first.Detail["path"] ?? runbook.Path } : throw Changed(name, $"its copy in {folder.RunbooksPath} is not the one that the run was started with");
        }
    }

    /// <summary>Where the project still has the runbook, somebody may have mended it for a reason: the run does not go on by the old text.</summary>
    private static void RefuseChanged(RunbookLibrary library, RunEvent first, RunbookStore store)
    {
        foreach (var pinned in library.All.Values.Where(runbook => store.Names.Contains(runbook.Name)))
        {
            if (store.Load(pinned.Name).Digest != pinned.Digest)
                throw Changed(pinned.Name, "its file was changed after the run began");
        }

        if ((string?)first.Detail["path"] is { } path && File.Exists(path) && RunbookReader.Load(path).Digest != library.Root.Digest)
            throw Changed(library.Root.Name, "its file was changed after the run began");
    }

    private static async Task<RunDatabase> DatabaseAsync(ResumeSafetyRunOptions options, RunEvent first, Projects.ProjectFolder? project, IOperationHost host, CancellationToken cancellationToken)
    {
        var target = (string?)first.Detail["target"];
        if ((bool?)first.Detail["usesConnection"] == true && options.Connection is null)
        {
            throw new DbSafetyException("RunNeedsConnection", ErrorKind.InvalidArgument, $"The run was started with a connection ({target}), which is not kept, since it may hold a password.")
            {
                State = "Nothing was run.",
                NextStep = "Give the same --connection again.",
            };
        }

        if (options.Connection is null && options.Target is null)
            options.Target = target;
        var database = await RunDatabase.FindAsync(options, project, host, cancellationToken);
        if (database.Description == target)
            return database;
        await database.DisposeAsync();
        throw new DbSafetyException("RunTargetDiffers", ErrorKind.Refused, $"The run works on {target}, and not on {database.Description}.")
        {
            State = "Nothing was run.",
            NextStep = "Leave out --target, or give the same --connection again.",
        };
    }

    private static DbSafetyException Changed(string name, string how) =>
        new("RunbookChanged", ErrorKind.Refused, $"The runbook {name} is not the one that the run was started with: {how}.")
        {
            State = "Nothing was run.",
            NextStep = $"Put the former text back, or stop here and begin anew with: dbsafety runbook {name}",
        };
}
