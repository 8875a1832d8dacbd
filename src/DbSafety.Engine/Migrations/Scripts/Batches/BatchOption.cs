using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts.Batches;

/// <summary>What a line <c>-- dbsafety: batch by id target 500ms</c> before a statement asks for.</summary>
/// <param name="Key">The columns by whose order the batches go.</param>
/// <param name="Target">How long one batch should take.</param>
/// <param name="Pause">How long to rest between two.</param>
internal sealed partial record BatchOption(IReadOnlyList<string> Key, TimeSpan Target, TimeSpan Pause)
{
    public const string Name = "batch";

    /// <summary>The form, for a person.</summary>
    public const string Usage = "-- dbsafety: batch by id target 500ms pause 50ms (target and pause may be left out; more columns with commas)";

    private static readonly TimeSpan DefaultTarget = TimeSpan.FromMilliseconds(500);

    /// <summary>The option; null where the line is not of that form.</summary>
    public static BatchOption? Parse(HeaderOption option)
    {
        var match = Form().Match(option.Value);
        if (!match.Success)
            return null;
        var target = match.Groups["target"] is { Success: true } given ? PostgresDuration.Parse(given.Value) : DefaultTarget;
        var pause = match.Groups["pause"] is { Success: true } rest ? PostgresDuration.Parse(rest.Value) : TimeSpan.Zero;
        return target is { } positive && positive > TimeSpan.Zero && pause is { } known
            ? new BatchOption([.. match.Groups["key"].Value.Split(',').Select(column => Column(column.Trim()))], positive, known)
            : null;
    }

    private static string Column(string text) =>
        text.StartsWith('"') ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text.ToLowerInvariant();

    [GeneratedRegex("""^by\s+(?<key>("([^"]|"")+"|\w+)(\s*,\s*("([^"]|"")+"|\w+))*)(\s+target\s+(?<target>\S+))?(\s+pause\s+(?<pause>\S+))?$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
