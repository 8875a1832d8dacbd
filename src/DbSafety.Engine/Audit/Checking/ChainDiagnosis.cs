using DbSafety.Engine.Audit.Chains;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>
/// Tells from a chain alone what was done to it. Each member's hash covers the place at which it was written, so a member that was moved
/// or renumbered still tells its home; what has none was edited, homes that nobody has were removed, and of two with one home one was put in.
/// A chain whose end was cut, or that was computed anew from some place on, holds: only something kept elsewhere tells.
/// </summary>
internal static class ChainDiagnosis
{
    public static IReadOnlyList<ChainBreak> Of(IReadOnlyList<ChainItem> items)
    {
        var breaks = new List<ChainBreak>();
        var genuine = WithoutInserted(items, breaks);
        var homes = genuine.Where(item => item.Home is not null).ToDictionary(item => item.Home!.Value);
        var missing = Missing(homes.Keys);
        foreach (var edited in genuine.Where(item => item.Home is null))
        {
            // It stands for one that is missing: that one was edited. Where all are there, it was never one of them.
            var isKnown = missing.Remove(edited.Place) || missing.Count > 0 || edited.Place > homes.Keys.DefaultIfEmpty(0).Max();
            breaks.Add(isKnown
                ? new ChainBreak(ChainBreakKind.Edited, edited.Place, "its content does not fit its hash")
                : new ChainBreak(ChainBreakKind.Inserted, edited.Place, "its content does not fit its hash, and none is missing that it could have been"));
        }

        foreach (var (from, to) in Ranges(missing))
            breaks.Add(new ChainBreak(ChainBreakKind.Removed, from, from == to ? $"{from} is missing" : $"{from} to {to} are missing"));
        AddReordered(genuine, breaks);
        AddRehashed(homes, breaks);
        return [.. breaks.OrderBy(one => one.At)];
    }

    /// <summary>Of several that say that they were written at one place, the one that the next one points to is it.</summary>
    private static List<ChainItem> WithoutInserted(IReadOnlyList<ChainItem> items, List<ChainBreak> breaks)
    {
        var pointedTo = items.Select(item => item.Previous).ToHashSet();
        var inserted = new HashSet<ChainItem>(ReferenceEqualityComparer.Instance);
        foreach (var claims in items.Where(item => item.Home is not null).GroupBy(item => item.Home).Where(group => group.Count() > 1))
        {
            var right = claims.FirstOrDefault(item => pointedTo.Contains(item.Hash)) ?? claims.First();
            foreach (var other in claims.Where(item => !ReferenceEquals(item, right)))
            {
                inserted.Add(other);
                breaks.Add(new ChainBreak(ChainBreakKind.Inserted, other.Place, $"two say that they are number {other.Home}, and the chain goes over the other one"));
            }
        }

        return [.. items.Where(item => !inserted.Contains(item))];
    }

    private static SortedSet<long> Missing(IReadOnlyCollection<long> homes)
    {
        var missing = new SortedSet<long>();
        long expected = 1;
        foreach (var home in homes.Order())
        {
            for (; expected < home; expected++)
                missing.Add(expected);
            expected = home + 1;
        }

        return missing;
    }

    private static IEnumerable<(long From, long To)> Ranges(IEnumerable<long> numbers)
    {
        long? from = null;
        long last = 0;
        foreach (var number in numbers)
        {
            if (from is { } begin && number != last + 1)
            {
                yield return (begin, last);
                from = number;
            }

            from ??= number;
            last = number;
        }

        if (from is { } open)
            yield return (open, last);
    }

    private static void AddReordered(IReadOnlyList<ChainItem> genuine, List<ChainBreak> breaks)
    {
        var known = genuine.Where(item => item.Home is not null).ToList();
        var moved = known.Zip(known.OrderBy(item => item.Home)).Where(pair => !ReferenceEquals(pair.First, pair.Second)).Select(pair => pair.First).ToList();
        if (moved.Count > 0)
        {
            breaks.Add(new ChainBreak(ChainBreakKind.Reordered, moved[0].Place,
                $"{string.Join(", ", moved.Take(10).Select(item => $"{item.Place} was written as {item.Home}"))}{(moved.Count > 10 ? ", …" : "")}"));
        }
    }

    /// <summary>One that fits its own hash, and not the one that its successor saw: it was edited, and its hash computed anew.</summary>
    private static void AddRehashed(IReadOnlyDictionary<long, ChainItem> homes, List<ChainBreak> breaks)
    {
        foreach (var (home, item) in homes)
        {
            var expected = home == 1 ? ChainLine.Origin : homes.GetValueOrDefault(home - 1)?.Hash;
            if (expected is not null && item.Previous != expected)
            {
                breaks.Add(home == 1
                    ? new ChainBreak(ChainBreakKind.Edited, item.Place, "it is not the first of its chain")
                    : new ChainBreak(ChainBreakKind.Edited, homes[home - 1].Place, "its hash is not the one that its successor saw: it was computed anew"));
            }
        }
    }
}
