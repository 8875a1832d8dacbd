using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads <c>limits.guard</c> of an environment.</summary>
internal static class GuardSection
{
    /// <param name="checks">The project's <c>checks</c>, whose names the guard's list has to be of.</param>
    public static GuardPolicy Read(YamlValues limits, GuardPolicy defaults, YamlNode? checks)
    {
        var group = limits.Group("guard", "enabled", "waitingSessions", "waitingTime", "replicaLag", "errorRate", "checks", "checkInterval", "showQueries");
        return new GuardPolicy
        {
            Enabled = group.Truth("enabled", defaults.Enabled),
            WaitingSessions = group.Number("waitingSessions", defaults.WaitingSessions, 1, 100_000),
            WaitingTime = group.Span("waitingTime", defaults.WaitingTime),
            ReplicaLag = group.Span("replicaLag", defaults.ReplicaLag, noneAllowed: true),
            ErrorRate = ErrorRate(group),
            Checks = Checks(group, [.. (checks as YamlList)?.Items.OfType<YamlMap>().Select(check => check["name"]).OfType<YamlScalar>().Select(name => name.Value) ?? []]),
            CheckInterval = CheckInterval(group, defaults.CheckInterval),
            ShowQueries = group.Truth("showQueries", defaults.ShowQueries),
        };
    }

    private static double? ErrorRate(YamlValues group)
    {
        if (group.Node("errorRate") is not YamlScalar { Value: not "none" } || group.Fraction("errorRate") is not { } rate)
            return null;
        if (rate is > 0 and < 1)
            return rate;
        group.Invalid(group.Node("errorRate")!, $"{group.PathOf("errorRate")} must be a share of the transactions, more than 0 and less than 1, or none.", "Write 0.05 for five in a hundred.");
        return null;
    }

    private static TimeSpan CheckInterval(YamlValues group, TimeSpan otherwise)
    {
        var interval = group.Span("checkInterval", otherwise);
        if (interval >= TimeSpan.FromMilliseconds(100))
            return interval;
        group.Invalid(group.Node("checkInterval")!, $"{group.PathOf("checkInterval")} must be 100ms or more.", "Write 5s.");
        return otherwise;
    }

    private static IReadOnlyList<string> Checks(YamlValues group, IReadOnlyList<string> declared)
    {
        switch (group.Node("checks"))
        {
            case null or YamlScalar { IsNull: true } or YamlScalar { Value: "none" }:
                return [];
            case YamlScalar { Value: "all" }:
                return declared;
            case YamlList list when list.Items.All(item => item is YamlScalar):
                var names = list.Items.Cast<YamlScalar>().ToList();
                foreach (var unknown in names.Where(name => !declared.Contains(name.Value)))
                {
                    group.Invalid(unknown, $"{group.PathOf("checks")} names {Safe.Word(unknown.Value)}, and the project has no check of that name. {NearestWord.DidYouMean(unknown.Value, declared)}".TrimEnd(),
                        declared.Count > 0 ? $"Write one of: {string.Join(", ", declared)}." : "Declare it under 'checks' first.");
                }

                return [.. names.Select(name => name.Value)];
            case var other:
                group.Invalid(other, $"{group.PathOf("checks")} must be all, none, or a list of names of the project's checks.", "Write [name, name], all, or none.");
                return [];
        }
    }
}
