using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>What a script asks for in its <c>-- dbsafety: key value</c> lines before the first statement.</summary>
public sealed record ScriptHeader
{
    /// <summary>The keys that a header line can have.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["statement_timeout", "lock_timeout", "lock_attempts", "deadline", "waiting_sessions", "waiting_time", "batch", "no-transaction", "irreversible", "major", "allow", "allow-file"];

    /// <summary>How long one statement may run; zero for no limit; null for the policy's.</summary>
    public TimeSpan? StatementTimeout { get; init; }

    /// <summary>How long one statement may wait for a lock; zero for no limit; null for the policy's.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How often a step that got no lock is tried in all; null for the policy's.</summary>
    public int? LockAttempts { get; init; }

    /// <summary>How long those attempts may take together; null for the policy's.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>So many sessions may wait behind it; null for the policy's.</summary>
    public int? WaitingSessions { get; init; }

    /// <summary>So long may one of them wait; null for the policy's.</summary>
    public TimeSpan? WaitingTime { get; init; }

    /// <summary>Every statement runs by itself.</summary>
    public bool NoTransaction { get; init; }

    /// <summary>Why nothing can take the migration back; null where a rollback can.</summary>
    public string? Irreversible { get; init; }

    /// <summary>The author calls the migration a major one.</summary>
    public bool IsMajor { get; init; }

    /// <summary>Reads the lines; what is wrong with them goes to <paramref name="problems"/>.</summary>
    public static ScriptHeader Read(IReadOnlyList<HeaderOption> options, string path, ICollection<ScriptProblem> problems)
    {
        var header = new ScriptHeader();
        foreach (var option in options)
            header = Apply(header, option, path, problems);
        return header;
    }

    private static int? Number(HeaderOption option) =>
        int.TryParse(option.Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static ScriptHeader Apply(ScriptHeader header, HeaderOption option, string path, ICollection<ScriptProblem> problems)
    {
        ScriptHeader Wrong(string message)
        {
            problems.Add(new ScriptProblem(path, option.Line, 1, message));
            return header;
        }

        switch (option.Key.Replace('-', '_'))
        {
            case "statement_timeout":
                return PostgresDuration.Parse(option.Value) is { } statement ? header with { StatementTimeout = statement } : Wrong(PostgresDuration.Wrong(option));
            case "lock_timeout":
                return PostgresDuration.Parse(option.Value) is { } wait ? header with { LockTimeout = wait } : Wrong(PostgresDuration.Wrong(option));
            case "deadline":
                return PostgresDuration.Parse(option.Value) is { } deadline ? header with { Deadline = deadline } : Wrong(PostgresDuration.Wrong(option));
            case "waiting_time":
                return PostgresDuration.Parse(option.Value) is { } waiting && waiting > TimeSpan.Zero ? header with { WaitingTime = waiting } : Wrong(PostgresDuration.Wrong(option));
            case "lock_attempts":
                return Number(option) is { } attempts ? header with { LockAttempts = attempts } : Wrong($"'{option.Value}' is no number of attempts, from 1.");
            case "waiting_sessions":
                return Number(option) is { } sessions ? header with { WaitingSessions = sessions } : Wrong($"'{option.Value}' is no number of sessions, from 1.");
            case "no_transaction":
                return header with { NoTransaction = true };
            case "major":
                return header with { IsMajor = true };
            case "irreversible":
                var reason = option.Value.StartsWith("because ", StringComparison.OrdinalIgnoreCase) ? option.Value["because ".Length..].Trim() : "";
                return reason.Length > 0 ? header with { Irreversible = reason } : Wrong("'irreversible' needs its reason: -- dbsafety: irreversible because …");
            case "allow" or "allow_file" or Batches.BatchOption.Name:
                return header;
            default:
                return Wrong($"'{option.Key}' is not a header key. {Projects.NearestWord.DidYouMean(option.Key, Keys)}Known are: {string.Join(", ", Keys)}.");
        }
    }
}
