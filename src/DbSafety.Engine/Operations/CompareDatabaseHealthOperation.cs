using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Monitoring.Health;

namespace DbSafety.Engine.Operations;

/// <summary>Compares two samples of a database's health.</summary>
internal sealed class CompareDatabaseHealthOperation : IOperation<CompareDatabaseHealthOptions>
{
    public async Task RunAsync(CompareDatabaseHealthOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var before = await HealthFiles.ReadLastAsync(Path.GetFullPath(options.Before, host.WorkingDirectory), cancellationToken);
        var after = options.After is { } file
            ? await HealthFiles.ReadLastAsync(Path.GetFullPath(file, host.WorkingDirectory), cancellationToken)
            : await NowAsync(options, host, cancellationToken);
        if (before.Database != after.Database)
            host.Warning($"The sample from before is of {before.Database}, the other of {after.Database}.");
        foreach (var text in after.NotSeen.Where(text => text.StartsWith("the load of queries", StringComparison.Ordinal)))
            host.Warning($"Not compared: {text}.");
        if (before.Plans.Count == 0)
            host.Verbose("The sample from before has no plans: register queries under health: queries: in dbsafety.yaml.");
        foreach (var change in HealthComparison.Of(before, after))
            host.Write(change);
    }

    private static async Task<DatabaseHealth> NowAsync(CompareDatabaseHealthOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("health", cancellationToken);
        return await new HealthSampler(target, session, host).TakeAsync(withQueries: true, cancellationToken);
    }
}
