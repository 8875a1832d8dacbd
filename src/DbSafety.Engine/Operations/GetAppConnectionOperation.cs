using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Connections;

namespace DbSafety.Engine.Operations;

/// <summary>Lists who is connected.</summary>
internal sealed class GetAppConnectionOperation : IOperation<GetAppConnectionOptions>
{
    public async Task RunAsync(GetAppConnectionOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("connections", cancellationToken);
        var all = await AppConnections.ReadAsync(session, target.IsDeclared ? target.Name : null, options.Redact, cancellationToken);
        var filter = ConnectionFilter.Of(options, session.Database);
        var chosen = all.Where(filter.Matches).ToList();
        AppConnections.TellWhatIsHidden(chosen, session, host);
        foreach (var connection in options.Blocked ? OfChains(chosen, all) : chosen)
            host.Write(connection);
    }

    /// <summary>Those that wait for another session, and those that they wait for, whichever database they are on.</summary>
    private static IEnumerable<AppConnection> OfChains(IReadOnlyList<AppConnection> chosen, IReadOnlyList<AppConnection> all)
    {
        var waiting = chosen.Where(connection => connection.BlockedBy.Count > 0).ToList();
        var blockers = waiting.SelectMany(connection => connection.BlockedBy).ToHashSet();
        return all.Where(connection => waiting.Contains(connection) || blockers.Contains(connection.ProcessId));
    }
}
