using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Monitoring.Recording;
using DbSafety.Engine.Reports.Incidents;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Running;
using DbSafety.Engine.Runbooks.Running.Resuming;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>What the start of a run and its resumption have in common.</summary>
internal static class RunStart
{
    /// <exception cref="DbSafetyException"><c>RunbookInvalid</c>, <c>RunbookCommandForeign</c>.</exception>
    public static void RefuseProblems(RunbookLibrary library, IOperationHost host)
    {
        var problems = RunbookChecker.Check(library).Concat(library.All.Values.SelectMany(ForeignCommands.Problems)).ToList();
        if (problems.Count > 0)
        {
            throw new DbSafetyException("RunbookInvalid", ErrorKind.InvalidProject, problems[0].ToString())
            {
                State = "Nothing was run.",
                NextStep = problems[0].Next,
                Script = problems[0].Path,
                Line = problems[0].Place.Line,
                Column = problems[0].Place.Column,
                Detail = [.. problems.Skip(1).Select(problem => $"Also {problem}")],
            };
        }

        var foreign = library.All.Values.SelectMany(ForeignCommands.UsedBy).Select(command => command.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (foreign.Count > 0 && host is not IPipelineHost { RunsForeignCommands: true })
        {
            throw new DbSafetyException("RunbookCommandForeign", ErrorKind.NotSupported, $"{library.Root.Name} uses {string.Join(", ", foreign)}, which only PowerShell can run.")
            {
                State = "Nothing was run.",
                NextStep = $"In PowerShell: Invoke-SafetyRunbook {library.Root.Name}",
            };
        }
    }

    /// <summary>Keeps the texts of the runbooks: a run that is resumed elsewhere finds the very same.</summary>
    public static void PinRunbooks(RunFolder folder, RunbookLibrary library)
    {
        Directory.CreateDirectory(folder.RunbooksPath);
        foreach (var runbook in library.All.Values)
            File.WriteAllText(Path.Combine(folder.RunbooksPath, runbook.Name + ".yaml"), runbook.Text);
    }

    public static JsonObject Facts(RunFolder folder, RunbookLibrary library, JsonObject inputs, RunDatabase database, JsonArray? before, IOperationHost host) => new()
    {
        ["runId"] = folder.RunId,
        ["runbook"] = library.Root.Name,
        ["path"] = library.Root.IsBuiltIn ? null : library.Root.Path,
        ["digests"] = new JsonObject(library.All.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value.Digest)))),
        ["inputs"] = inputs.DeepClone(),
        ["target"] = database.Description,
        ["before"] = before,
        ["usesConnection"] = database.Defaults.ContainsKey("Connection"),
        ["operator"] = $"{host.UserName}@{host.MachineName}",
        ["tool"] = JournalWriter.ToolVersion,
    };

    /// <summary>Runs to the end or to where the run has to wait, and writes the result.</summary>
    /// <exception cref="DbSafetyException">The run failed, waits, or was stopped.</exception>
    public static async Task CarryOutAsync(
        RunFolder folder, RunbookLibrary library, JsonObject inputs, RunDatabase database, RunJournal journal, IOperationHost host, CancellationToken cancellationToken)
    {
        folder.ForgetStop();
        var mirror = database.Sessions is { } sessions ? new MirroredRunJournal(journal, folder.RunId, sessions, host) : null;
        mirror?.Write();
        var session = new RunSession
        {
            RunId = folder.RunId,
            Folder = folder.Path,
            Runbook = library.Root,
            Library = library.All,
            Journal = (IRunJournal?)mirror ?? journal,
            Host = host,
            Pipelines = host as IPipelineHost ?? new OperationPipeline(),
            Defaults = database.Defaults,
            Approvals = database.Approvals,
            TakeApprovalAsync = (grant, token) => RunApprovals.TakeAsync(database.Target!, folder.RunId, grant, host, token),
            ApprovalTarget = database.Target,
            Target = database.Description,
            IsStopWanted = () => folder.IsStopWanted,
            History = RunHistory.Of(journal.Events),
        };
        RunStatus status;
        await using (database.Sessions is { } watched ? HealthRecorder.Start(folder.Path, watched, host.Time) : null)
            status = await new RunbookRunner(session).RunAsync(inputs, cancellationToken);
        mirror?.Write(insists: true);
        folder.ForgetStop();
        var run = RunSummary.Of(folder, journal.Events, library.Root) with { Status = status };
        if (status == RunStatus.Waiting)
            run = RunSummary.Waiting(folder, run, journal.Events);
        host.Write(run);
        // A report that a step wrote knew only what was there by then.
        if (IncidentState.Read(folder.Path) is { } incident)
            await IncidentFiles.WriteAsync(folder.Path, run, journal.Events, incident, await Standings.ReadAsync(database.Target?.Project, run.Target, host, CancellationToken.None), host, CancellationToken.None);
        if (RunOutcome.Error(run, journal.Events) is { } error)
            throw error;
        cancellationToken.ThrowIfCancellationRequested();
    }
}
