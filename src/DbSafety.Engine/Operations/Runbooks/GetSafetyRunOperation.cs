using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Lists runs, from their folders, or from the target that they worked on.</summary>
internal sealed class GetSafetyRunOperation : IOperation<GetSafetyRunOptions>
{
    public async Task RunAsync(GetSafetyRunOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = options.FromDatabase ? await MirroredAsync(options, host, cancellationToken) : InFolders(options, host);
        if (options.Unfinished)
            found = found.Where(RunReader.IsUnfinished);
        foreach (var run in found.Take(options.Last ?? int.MaxValue))
        {
            cancellationToken.ThrowIfCancellationRequested();
            host.Write(run);
        }
    }

    private static IEnumerable<SafetyRun> InFolders(GetSafetyRunOptions options, IOperationHost host)
    {
        TargetResolver.RefuseContradictions(options);
        var runs = RunbookProject.Runs(options, options.Path, host);
        return options.RunId is { } id ? [RunReader.Read(runs.Require(id))] : runs.All.Select(RunReader.Read);
    }

    private static async Task<IEnumerable<SafetyRun>> MirroredAsync(GetSafetyRunOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("runs", cancellationToken);
        var mirror = new RunMirror(session, target.Name);
        var runs = RunFolders.Find(options.Path, target.Project, host);
        var found = new List<SafetyRun>();
        foreach (var id in options.RunId is { } wanted ? [await mirror.RequireAsync(wanted, cancellationToken)] : await mirror.FindAsync(null, cancellationToken))
        {
            if (RunJournal.Parse($"{target.Name}, run {id}", await mirror.LinesAsync(id, cancellationToken)) is { Count: > 0 } events)
                found.Add(RunSummary.Of(runs.New(id), events, null));
        }

        return found;
    }
}
