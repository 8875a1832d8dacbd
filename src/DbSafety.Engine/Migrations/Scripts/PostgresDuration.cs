using System.Globalization;
using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>Reads and writes durations as PostgreSQL's time settings have them: a number with ms, s, min, h or d.</summary>
internal static partial class PostgresDuration
{
    /// <summary>The duration; null where the text is none. A number alone is milliseconds, as in PostgreSQL.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Form().Match(text.Trim().Trim('\''));
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var milliseconds = number * match.Groups[2].Value switch
        {
            "s" => 1000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => 1,
        };
        return milliseconds <= int.MaxValue ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    /// <summary>The value of a setting in milliseconds, quoted.</summary>
    public static string Setting(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"'{(long)duration.TotalMilliseconds}ms'");

    /// <summary>For a person: <c>2 s</c>, <c>10 min</c>, <c>none</c> for zero.</summary>
    public static string Words(TimeSpan duration) => duration switch
    {
        _ when duration == TimeSpan.Zero => "none",
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0.#} min"),
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
    };

    public static string Wrong(HeaderOption option) => $"'{option.Value}' is no duration for {option.Key}; write it as 500ms, 30s, 10min or 2h, or 0 for no limit.";

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)?$")]
    private static partial Regex Form();
}
