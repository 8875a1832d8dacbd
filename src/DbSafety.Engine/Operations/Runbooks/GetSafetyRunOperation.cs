using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Lists runs.</summary>
internal sealed class GetSafetyRunOperation : IOperation<GetSafetyRunOptions>
{
    public Task RunAsync(GetSafetyRunOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var runs = RunbookProject.Runs(options, options.Path, host);
        IEnumerable<SafetyRun> found = options.RunId is { } id ? [RunReader.Read(runs.Require(id))] : runs.All.Select(RunReader.Read);
        if (options.Unfinished)
            found = found.Where(RunReader.IsUnfinished);
        foreach (var run in found.Take(options.Last ?? int.MaxValue))
        {
            cancellationToken.ThrowIfCancellationRequested();
            host.Write(run);
        }

        return Task.CompletedTask;
    }
}
