using System.Globalization;

namespace DbSafety.Cli.Hosting;

/// <summary>Sizes, counts, durations and moments as people read them.</summary>
internal static class Units
{
    private static readonly string[] Sizes = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Bytes in powers of 1000: <c>12.3 MB</c>.</summary>
    public static string Bytes(long bytes)
    {
        double size = bytes;
        var unit = 0;
        while (Math.Abs(size) >= 999.5 && unit < Sizes.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size.ToString(unit == 0 || size >= 99.95 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Sizes[unit]}");
    }

    /// <summary>A count: <c>1,204,551</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun: <c>1 row</c>, <c>12 rows</c>.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A duration with as much precision as a person wants: <c>12 ms</c>, <c>3.4 s</c>, <c>2 min 05 s</c>.</summary>
    public static string Duration(TimeSpan span) => span.TotalSeconds switch
    {
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        < 59.95 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min"),
    };

    /// <summary>What is left: <c>1:05</c>, <c>2:30:00</c>.</summary>
    public static string Clock(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}");

    /// <summary>A moment in UTC, as the names of the backup files have it: <c>2024-12-15 14:30:22Z</c>.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An amount in a progress report's unit.</summary>
    public static string Amount(long amount, string unit) => unit == "bytes" ? Bytes(amount) : $"{Count(amount)} {unit}";
}
