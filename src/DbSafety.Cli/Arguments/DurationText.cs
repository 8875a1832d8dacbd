using System.Globalization;
using System.Text.RegularExpressions;

namespace DbSafety.Cli.Arguments;

/// <summary>Reads durations: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>, <c>00:00:30</c>.</summary>
internal static partial class DurationText
{
    public static bool TryRead(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span);
        var match = Form().Match(text);
        if (text.Length == 0 || !match.Success)
            return false;
        double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        span = TimeSpan.FromDays(Part("d")) + TimeSpan.FromHours(Part("h")) + TimeSpan.FromMinutes(Part("m"))
            + TimeSpan.FromSeconds(Part("s")) + TimeSpan.FromMilliseconds(Part("ms"));
        return true;
    }

    [GeneratedRegex(@"^(?:(?<d>\d{1,5}(?:\.\d+)?)d)?(?:(?<h>\d{1,6}(?:\.\d+)?)h)?(?:(?<m>\d{1,8}(?:\.\d+)?)m(?!s))?(?:(?<s>\d{1,9}(?:\.\d+)?)s)?(?:(?<ms>\d{1,12})ms)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
