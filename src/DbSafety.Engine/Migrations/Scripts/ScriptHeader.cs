using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>What a script asks for in its <c>-- dbsafety: key value</c> lines before the first statement.</summary>
public sealed record ScriptHeader
{
    /// <summary>The keys that a header line can have.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["statement_timeout", "lock_timeout", "no-transaction", "irreversible", "major", "allow", "allow-file"];

    /// <summary>How long one statement may run; zero for no limit; null for the policy's.</summary>
    public TimeSpan? StatementTimeout { get; init; }

    /// <summary>How long one statement may wait for a lock; zero for no limit; null for the policy's.</summary>
    public TimeSpan? LockTimeout { get; init; }

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
            case "no_transaction":
                return header with { NoTransaction = true };
            case "major":
                return header with { IsMajor = true };
            case "irreversible":
                var reason = option.Value.StartsWith("because ", StringComparison.OrdinalIgnoreCase) ? option.Value["because ".Length..].Trim() : "";
                return reason.Length > 0 ? header with { Irreversible = reason } : Wrong("'irreversible' needs its reason: -- dbsafety: irreversible because …");
            case "allow" or "allow_file":
                return header;
            default:
                return Wrong($"'{option.Key}' is not a header key. {Projects.NearestWord.DidYouMean(option.Key, Keys)}Known are: {string.Join(", ", Keys)}.");
        }
    }
}
