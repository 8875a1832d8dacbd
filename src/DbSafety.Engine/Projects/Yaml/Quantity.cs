using System.Globalization;
using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Yaml;

/// <summary>Reads times and sizes with their units, as PostgreSQL writes them: 500ms, 2s, 10min, 1h, 1d; kB, MB, GB, TB of 1024.</summary>
internal static partial class Quantity
{
    public static bool TrySpan(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var match = Form().Match(text);
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var milliseconds = number * (match.Groups[2].Value switch
        {
            "ms" => 1,
            "s" => 1000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => double.NaN,
        });
        // PostgreSQL's own limits are milliseconds in 31 bits, and zero would mean "no limit" there.
        if (!(milliseconds >= 1 && milliseconds <= int.MaxValue))
            return false;
        span = TimeSpan.FromMilliseconds(Math.Round(milliseconds));
        return true;
    }

    public static bool TrySize(string text, out long bytes)
    {
        bytes = 0;
        var match = Form().Match(text);
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var size = number * (match.Groups[2].Value.ToUpperInvariant() switch
        {
            "B" => 1d,
            "KB" => 1L << 10,
            "MB" => 1L << 20,
            "GB" => 1L << 30,
            "TB" => 1L << 40,
            _ => double.NaN,
        });
        if (!(size >= 1 && size <= 1L << 60))
            return false;
        bytes = (long)size;
        return true;
    }

    /// <summary>The span in its largest whole unit.</summary>
    public static string Show(TimeSpan span)
    {
        var milliseconds = (long)span.TotalMilliseconds;
        return milliseconds switch
        {
            0 => "none",
            _ when milliseconds % 3_600_000 == 0 => $"{milliseconds / 3_600_000}h",
            _ when milliseconds % 60_000 == 0 => $"{milliseconds / 60_000}min",
            _ when milliseconds % 1000 == 0 => $"{milliseconds / 1000}s",
            _ => $"{milliseconds}ms",
        };
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?) ?([A-Za-z]+)$")]
    private static partial Regex Form();
}
