using DbSafety.Core.Errors;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Reads runs from their folders.</summary>
internal static class RunReader
{
    /// <exception cref="DbSafetyException"><c>RunJournalAltered</c>.</exception>
    public static SafetyRun Read(RunFolder folder)
    {
        var events = RunJournal.Read(folder.Path);
        return events.Count == 0
            ? new SafetyRun(folder.RunId, "", RunStatus.Interrupted, null, null, null, [], null, null, folder.Path, null)
            : RunSummary.Of(folder, events, Pinned(folder, (string?)events[0].Detail["runbook"]));
    }

    public static bool IsUnfinished(SafetyRun run) => run.Status is RunStatus.Running or RunStatus.Waiting or RunStatus.Interrupted or RunStatus.Cancelled;

    /// <summary>The run that is named, or the newest one that has not come to its end.</summary>
    /// <exception cref="DbSafetyException"><c>RunNotFound</c>.</exception>
    public static RunFolder Choose(RunFolders runs, string? id)
    {
        if (id is not null)
            return runs.Require(id);
        return runs.All.FirstOrDefault(folder => IsUnfinished(Read(folder))) ?? throw new DbSafetyException("RunNotFound", ErrorKind.NotFound, $"{runs.Path} has no run that has not come to its end.")
        {
            State = "Nothing was run.",
            NextStep = "dbsafety runs lists them all; --path names another folder.",
        };
    }

    private static Runbook? Pinned(RunFolder folder, string? name)
    {
        var path = Path.Combine(folder.RunbooksPath, name + ".yaml");
        try
        {
            return name is not null && File.Exists(path) ? RunbookReader.Load(path) : null;
        }
        catch (DbSafetyException)
        {
            // It was changed since; the journal still tells what was done.
            return null;
        }
    }
}
