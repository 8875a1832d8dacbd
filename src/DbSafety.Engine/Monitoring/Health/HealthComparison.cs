using System.Globalization;
using System.Text.RegularExpressions;
using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>
/// What is worse in the second of two samples, the worst first. Small differences are noise, since costs and times move with the data:
/// only what has at least doubled is named.
/// </summary>
internal static class HealthComparison
{
    private const double Notable = 2;
    private const double Grave = 10;

    public static IReadOnlyList<HealthChange> Of(DatabaseHealth before, DatabaseHealth after)
    {
        var lost = before.Indexes.Except(after.Indexes).ToList();
        return
        [
            .. Plans(before, after, lost).Concat(Queries(before, after, lost))
                .OrderByDescending(change => change.State).ThenByDescending(change => change.Cause is not null).ThenByDescending(change => change.Factor),
            .. Metrics(before, after),
        ];
    }

    private static IEnumerable<HealthChange> Plans(DatabaseHealth before, DatabaseHealth after, IReadOnlyList<string> lost)
    {
        foreach (var now in after.Plans)
        {
            if (before.Plans.FirstOrDefault(plan => plan.Name == now.Name && plan.Query == now.Query) is not { } then)
                continue;
            var factor = now.Cost / Math.Max(then.Cost, 0.01);
            var slower = now.Time is { } time && then.Time is { } earlier && time - earlier > TimeSpan.FromMilliseconds(1) ? time / Max(earlier, TimeSpan.FromMilliseconds(0.05)) : 1;
            var worst = Math.Max(factor, slower);
            if (worst < Notable)
                continue;
            yield return new HealthChange("plan", now.Name, StateOf(worst), Math.Round(worst, 1), Figures(then), Figures(now), Cause(then, now, lost),
                then.Shape.SequenceEqual(now.Shape) ? ["The plan has the same steps."] : ["Before:", .. then.Shape, "Now:", .. now.Shape]);
        }

        foreach (var gone in before.Plans.Where(plan => after.Plans.All(now => now.Name != plan.Name)))
        {
            var why = after.NotSeen.FirstOrDefault(text => text.Contains($"'{gone.Name}'", StringComparison.Ordinal));
            if (why is not null)
                yield return new HealthChange("plan", gone.Name, HealthState.Critical, null, Figures(gone), "it cannot be run any more", why, gone.Shape);
        }
    }

    private static IEnumerable<HealthChange> Queries(DatabaseHealth before, DatabaseHealth after, IReadOnlyList<string> lost)
    {
        foreach (var now in after.Queries)
        {
            if (before.Queries.FirstOrDefault(query => query.Id == now.Id) is not { } then)
                continue;
            // Only the calls in between tell how it is since; where the counters began anew, all of them are.
            var calls = now.Calls - then.Calls;
            var reset = calls < 0 || now.TotalTime < then.TotalTime;
            if (calls == 0 && !reset)
                continue;
            var mean = reset ? now.MeanTime : (now.TotalTime - then.TotalTime) / calls;
            var factor = mean / Max(then.MeanTime, TimeSpan.FromMilliseconds(0.01));
            if (factor < Notable || mean - then.MeanTime < TimeSpan.FromMilliseconds(1))
                continue;
            yield return new HealthChange("query", Short(now.Query) ?? now.Id.ToString(CultureInfo.InvariantCulture), StateOf(factor), Math.Round(factor, 1),
                $"{Milliseconds(then.MeanTime)} each", $"{Milliseconds(mean)} each, {(reset ? now.Calls : calls)} times", now.Query is { } text ? Named(text, lost) : null,
                now.Query is null ? [] : [now.Query]);
        }
    }

    private static IEnumerable<HealthChange> Metrics(DatabaseHealth before, DatabaseHealth after) => after.Metrics
        .Select(now => (Now: now, Then: before.Metrics.FirstOrDefault(metric => metric.Name == now.Name)))
        .Where(pair => pair.Now.State > (pair.Then?.State ?? HealthState.Ok))
        .OrderByDescending(pair => pair.Now.State)
        .Select(pair => new HealthChange("metric", pair.Now.Name, pair.Now.State, null, pair.Then is null ? "not there" : Number(pair.Then.Value), Number(pair.Now.Value), pair.Now.Detail, []));

    private static string? Cause(QueryPlan then, QueryPlan now, IReadOnlyList<string> lost)
    {
        var used = lost.Where(index => then.Shape.Any(step => Regex.IsMatch(step, $@" using {Regex.Escape(Name(index))}( |$)"))).ToList();
        return used.Count > 0 ? Gone(used) : Named(now.Query, lost)
            ?? (then.Shape.SequenceEqual(now.Shape) ? "the tables have grown, or their statistics have changed" : null);
    }

    // Tables are looked for by name in the query's text; that is a hint, and is called likely.
    private static string? Named(string query, IReadOnlyList<string> lost)
    {
        var named = lost.Where(index => Regex.IsMatch(query, $@"\b{Regex.Escape(index.Split(':')[0].Split('.')[^1])}\b", RegexOptions.IgnoreCase)).ToList();
        return named.Count > 0 ? Gone(named) : null;
    }

    private static string Gone(IReadOnlyList<string> indexes) =>
        string.Join("; ", indexes.Select(index => $"the index {Name(index)} of {index.Split(':')[0]} is gone"));

    private static string Name(string index) => index[(index.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    private static HealthState StateOf(double factor) => factor >= Grave ? HealthState.Critical : HealthState.Warning;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Figures(QueryPlan plan) => string.Create(CultureInfo.InvariantCulture,
        $"cost {plan.Cost:0.##}{(plan.Time is { } time ? $", {Milliseconds(time)}" : "")}{(plan.Blocks is { } blocks ? $", {blocks} blocks" : "")}");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.##} ms");

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string? Short(string? query)
    {
        if (query is null)
            return null;
        var line = string.Join(' ', query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 100 ? line[..99] + "…" : line;
    }
}
