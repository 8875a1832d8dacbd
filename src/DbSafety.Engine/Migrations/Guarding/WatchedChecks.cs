using DbSafety.Core.Hosting;
using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>The application checks that are asked while a change runs: those that passed before it, since only they can be broken by it.</summary>
internal sealed class WatchedChecks
{
    private readonly IReadOnlyList<AppCheck> _checks;
    private readonly Sessions _sessions;
    private readonly IOperationHost _host;

    private WatchedChecks(IReadOnlyList<AppCheck> checks, Sessions sessions, IOperationHost host)
    {
        _checks = checks;
        _sessions = sessions;
        _host = host;
    }

    /// <summary>Asks them for the first time; null where none passes or none is wanted.</summary>
    public static async Task<WatchedChecks?> StartAsync(IReadOnlyList<AppCheck> checks, Sessions sessions, IOperationHost host, CancellationToken cancellationToken)
    {
        if (checks.Count == 0)
            return null;
        var outcomes = await AppChecks.RunAsync(checks, sessions, host, cancellationToken);
        foreach (var outcome in outcomes.Where(outcome => !outcome.Passed))
            host.Warning($"The guard does not watch the check '{outcome.Name}', which fails before the change: {outcome.Detail}");
        var passed = checks.Where(check => outcomes.Any(outcome => outcome.Passed && outcome.Name == check.Name)).ToList();
        return passed.Count > 0 ? new WatchedChecks(passed, sessions, host) : null;
    }

    /// <summary>The end of a sentence about those that fail now; null where all pass.</summary>
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        var failed = (await AppChecks.RunAsync(_checks, _sessions, _host, cancellationToken)).Where(outcome => !outcome.Passed).ToList();
        return failed.Count == 0 ? null
            : $"{(failed.Count == 1 ? "an application check fails that passed" : $"{failed.Count} application checks fail that passed")} before it: "
                + string.Join("; ", failed.Select(outcome => $"{outcome.Name}: {outcome.Detail.TrimEnd('.')}"));
    }
}
