using System.Globalization;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The records of a run in words: the database before, at its worst, and after.</summary>
internal static class IncidentHealth
{
    private static readonly (string Name, string Words)[] Figures =
    [
        ("sessions", "Sessions"),
        ("sessions_active", "Active sessions"),
        ("sessions_waiting_for_locks", "Sessions waiting for locks"),
        ("longest_lock_wait_seconds", "Longest wait for a lock, s"),
        ("oldest_transaction_seconds", "Oldest transaction, s"),
        ("commits_per_second", "Commits per second"),
        ("rollbacks_per_second", "Rollbacks per second"),
    ];

    /// <summary>A row for each figure that was seen: what it is, first, highest with its time, last.</summary>
    public static IReadOnlyList<string[]> Rows(Incident incident) =>
    [
        .. from figure in Figures
           let seen = incident.Health.Where(item => item.Figures.ContainsKey(figure.Name)).ToList()
           where seen.Count > 0
           let worst = seen.MaxBy(item => item.Figures[figure.Name])!
           select new[]
           {
               figure.Words, Number(seen[0].Figures[figure.Name]), $"{Number(worst.Figures[figure.Name])} at {worst.At.UtcDateTime:HH:mm:ss}", Number(seen[^1].Figures[figure.Name]),
           },
    ];

    /// <summary>A row for each lock that somebody waited for: since when it was seen, who, for what, behind whom, the longest wait seen.</summary>
    public static IReadOnlyList<string[]> Waits(Incident incident) =>
    [
        .. incident.Health.SelectMany(item => item.Blocked.Select(blocked => (item.At, Blocked: blocked)))
            .GroupBy(seen => (seen.Blocked.Pid, seen.Blocked.WaitsFor, Blockers: string.Join("; ", seen.Blocked.Blockers)))
            .Select(group => new[]
            {
                $"{group.First().At.UtcDateTime:HH:mm:ss}", $"process {group.Key.Pid} ({group.First().Blocked.Who})", group.Key.WaitsFor, group.Key.Blockers,
                $"{Number(group.Max(seen => Math.Max(seen.Blocked.Seconds, (seen.At - group.First().At).TotalSeconds)))} s",
            }),
    ];

    /// <summary>When the database could not be looked at, and why.</summary>
    public static IEnumerable<string> Gaps(Incident incident)
    {
        for (var i = 0; i < incident.Health.Count; i++)
        {
            if (incident.Health[i].Unreachable is not { } why || (i > 0 && incident.Health[i - 1].Unreachable is not null))
                continue;
            var end = incident.Health.Skip(i).FirstOrDefault(item => item.Unreachable is null);
            yield return $"From {incident.Health[i].At.UtcDateTime:HH:mm:ss} {(end is null ? "on" : $"to {end.At.UtcDateTime:HH:mm:ss}")} the database could not be looked at: {why}";
        }
    }

    public static string Number(double value) => value.ToString(value >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);
}
