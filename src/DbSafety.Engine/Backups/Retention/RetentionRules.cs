using System.Globalization;

namespace DbSafety.Engine.Backups.Retention;

/// <summary>Which sets are kept. A set stays when any rule keeps it; where only an age is given, whatever is younger.</summary>
public sealed record RetentionRules
{
    /// <summary>The newest so many.</summary>
    public int Last { get; init; }

    /// <summary>The newest of each of so many days.</summary>
    public int Daily { get; init; }

    /// <summary>The newest of each of so many weeks, which begin on Monday.</summary>
    public int Weekly { get; init; }

    /// <summary>The newest of each of so many months.</summary>
    public int Monthly { get; init; }

    /// <summary>The newest of each of so many years.</summary>
    public int Yearly { get; init; }

    /// <summary>Nothing younger is removed.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>No rule at all.</summary>
    public bool IsEmpty => OlderThan is null && Last + Daily + Weekly + Monthly + Yearly == 0;

    /// <summary>Why each set that the rules keep is kept; the sets of one kind, newest first.</summary>
    internal ILookup<string, string> Keeps(IReadOnlyList<BackupSet> sets, DateTimeOffset now) =>
        sets.Take(Last).Select(set => (set.Id, Reason: $"It is one of the newest {Last} of its kind."))
            .Concat(Newest(sets, Daily, day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            .Concat(Newest(sets, Weekly, day => string.Create(CultureInfo.InvariantCulture, $"week {ISOWeek.GetYear(day)}-{ISOWeek.GetWeekOfYear(day):00}")))
            .Concat(Newest(sets, Monthly, day => day.ToString("yyyy-MM", CultureInfo.InvariantCulture)))
            .Concat(Newest(sets, Yearly, day => day.ToString("yyyy", CultureInfo.InvariantCulture)))
            .Concat(sets.Where(set => OlderThan is { } age && now - set.Manifest.Created < age)
                .Select(set => (set.Id, Reason: $"It is younger than {Age(OlderThan!.Value)}.")))
            .ToLookup(kept => kept.Id, kept => kept.Reason);

    private static IEnumerable<(string Id, string Reason)> Newest(IReadOnlyList<BackupSet> sets, int periods, Func<DateTime, string> period) => sets
        .GroupBy(set => period(set.Manifest.Created.UtcDateTime))
        .Take(periods)
        .Select(group => (group.First().Id, $"It is the newest of {group.Key}."));

    private static string Age(TimeSpan age) => age.TotalDays >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0.#} days")
        : string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0.#} hours");
}
