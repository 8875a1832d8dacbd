using DbSafety.Core.Results.Plans;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Forecasts;

/// <summary>Locks × live size × live traffic × oldest transactions: about how many sessions would wait, and for how long.</summary>
internal static class LockForecaster
{
    /// <param name="judged">The scripts with the locks of their statements.</param>
    /// <param name="traces">What a rehearsal measured, by the script's path; empty where there was none.</param>
    /// <param name="traffic">The live traffic; null where it was not watched.</param>
    /// <param name="limits">The limits: nobody waits behind a statement of ours for longer than its lock_timeout before it has its lock.</param>
    public static IReadOnlyList<LockForecast> Of(
        IReadOnlyList<JudgedScript> judged, IReadOnlyDictionary<string, ScriptTrace> traces, TrafficSample? traffic, LimitPolicy limits)
    {
        var forecast = new List<LockForecast>();
        foreach (var script in judged)
        {
            var wait = script.Script.Header.LockTimeout ?? limits.LockTimeout;
            foreach (var step in script.Statements.GroupBy(statement => statement.Step.Number))
                forecast.AddRange(Step(script, [.. step], traces.GetValueOrDefault(script.Script.Path), traffic, wait));
        }

        return forecast;
    }

    private static IEnumerable<LockForecast> Step(JudgedScript script, List<StatementContext> statements, ScriptTrace? trace, TrafficSample? traffic, TimeSpan wait)
    {
        var times = statements.ConvertAll(statement => Time(statement, trace));
        var strongest = new Dictionary<string, LockMode>(StringComparer.Ordinal);
        for (var i = 0; i < statements.Count; i++)
        {
            foreach (var (table, oid, mode) in Locks(script, statements[i], trace))
            {
                // A lock that is held already in this strength makes nobody wait anew.
                if (strongest.GetValueOrDefault(table) >= mode)
                    continue;
                strongest[table] = mode;
                var held = times.Skip(i).Aggregate(TimeSpan.Zero, (sum, time) => sum + time.Duration);
                yield return One(script, statements[i], (table, oid, mode), held, times.Skip(i).Any(time => time.IsMeasured), traffic, wait);
            }
        }
    }

    /// <summary>The locks that keep writers out: those that the words claim, and those that a rehearsal saw besides.</summary>
    private static IEnumerable<(string Table, uint Oid, LockMode Mode)> Locks(JudgedScript script, StatementContext statement, ScriptTrace? trace)
    {
        var claimed = statement.LocksOfExisting.Where(claim => claim.Mode.BlocksWrites() && claim.Table.Facts is not null)
            .Select(claim => (claim.Table.ToString(), claim.Table.Facts!.Oid, claim.Mode)).ToList();
        var known = script.Statements.SelectMany(context => context.Locks).Select(claim => claim.Table).Where(table => table.Facts is not null)
            .DistinctBy(table => table.Facts!.Oid).ToDictionary(table => Identifier.Quote(table.Facts!.Schema, table.Facts.Name));
        var measured = (Measured(statement, trace)?.Locks ?? []).Where(one => one.Kind is "table" or "partitionedTable" && one.Mode.BlocksWrites())
            .GroupBy(one => one.Relation).Select(group => (group.Key, Mode: group.Max(one => one.Mode)));
        return
        [
            .. claimed,
            .. measured.Select(one => known.TryGetValue(one.Key, out var table) ? (table.ToString(), table.Facts!.Oid, one.Mode) : (one.Key, 0u, one.Mode))
                .Where(one => claimed.All(claim => claim.Item1 != one.Item1)),
        ];
    }

    private static LockForecast One(
        JudgedScript script, StatementContext statement, (string Table, uint Oid, LockMode Mode) claim, TimeSpan held, bool isMeasured, TrafficSample? traffic, TimeSpan wait)
    {
        var use = traffic?.Tables.GetValueOrDefault(claim.Oid);
        var calls = use is null ? (double?)null : use.WritesPerSecond + (claim.Mode.BlocksReads() ? use.ReadsPerSecond : 0);
        // While a transaction that is older than our patience holds the table, each attempt queues for all of its lock_timeout.
        var queued = use?.OldestTransaction is { } age ? (wait == TimeSpan.Zero ? age : Min(wait, age)) : TimeSpan.Zero;
        var longest = held + queued;
        var waiting = calls is { } rate ? (int)Math.Min(Math.Ceiling(rate * longest.TotalSeconds), traffic!.Sessions) : (int?)null;
        return new LockForecast(script.Script.Id, statement.Statement.Line, claim.Table, claim.Mode, held, calls is { } known ? Math.Round(known, 1) : null, waiting, longest,
            use?.OldestTransaction, isMeasured ? "rehearsal" : "size");
    }

    private static (TimeSpan Duration, bool IsMeasured) Time(StatementContext statement, ScriptTrace? trace)
    {
        var measured = Measured(statement, trace);
        return measured is null ? (DurationEstimate.Of(statement), false) : (measured.LiveEstimate ?? measured.Duration, true);
    }

    private static StatementTrace? Measured(StatementContext statement, ScriptTrace? trace) =>
        trace?.Statements.FirstOrDefault(candidate => candidate.Line == statement.Statement.Line && candidate.Column == statement.Statement.Column);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
