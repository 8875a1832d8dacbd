using System.IO.Enumeration;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Audit;

namespace DbSafety.Engine.Operations;

/// <summary>Lists the journal's events.</summary>
internal sealed class GetSafetyJournalOperation : IOperation<GetSafetyJournalOptions>
{
    public async Task RunAsync(GetSafetyJournalOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (options.Last < 1)
        {
            throw new DbSafetyException("JournalFilterInvalid", ErrorKind.InvalidArgument, $"The newest {options.Last} events are none.")
            {
                State = "Nothing was read.",
                NextStep = "Give --last a number from 1 on.",
            };
        }

        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var found = (await new EventReader(target, host).ReadAsync(options.FileOnly, cancellationToken)).Where(one => Matches(one, options)).ToList();
        foreach (var one in found.TakeLast(options.Last ?? int.MaxValue))
            host.Write(one);
    }

    private static bool Matches(SafetyJournalEvent one, GetSafetyJournalOptions options) =>
        Any(options.Event, one.Event)
        && Any(options.Migration, one.Migration)
        && (options.RunId is not { } run || one.RunId.StartsWith(run, StringComparison.OrdinalIgnoreCase))
        && (options.By is not { } by || Any([by], one.By) || Any([by], one.By.Split('@')[0]))
        && (options.Since is not { } since || one.Time >= since)
        && (options.Until is not { } until || one.Time < until);

    private static bool Any(IReadOnlyList<string> patterns, string? name) =>
        patterns.Count == 0 || (name is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true)));
}
