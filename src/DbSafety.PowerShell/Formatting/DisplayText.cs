using System.Globalization;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Errors;

namespace DbSafety.PowerShell.Formatting;

/// <summary>Sizes, durations and states as the views show them.</summary>
public static class DisplayText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Bytes in the unit that gives one to four digits, such as <c>1.4 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (Math.Abs(value) >= 1023.5 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit > 0 && Math.Abs(value) < 9.95 ? "0.0" : "0", CultureInfo.CurrentCulture) + " " + Units[unit];
    }

    /// <summary>A whole number with separators between its thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A duration to three digits or so: <c>12 ms</c>, <c>4.1 s</c>, <c>3:05 min</c>, <c>2:03:05 h</c>; empty for null.</summary>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "",
        { TotalSeconds: < 0.9995 } time => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        { TotalSeconds: < 59.95 } time => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalHours: < 1 } time => time.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " min",
        { } time => $"{(long)time.TotalHours}:{time:mm\\:ss} h",
    };

    /// <summary>A moment in local time, to the minute; empty for null.</summary>
    public static string Moment(DateTimeOffset? moment) =>
        moment is { } time ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary><c>yes</c>, <c>no</c>, or <c>-</c> for what was not checked.</summary>
    public static string Check(bool? value) => value switch
    {
        true => Paint("yes", Good),
        false => Paint("no", Bad),
        null => "-",
    };

    /// <summary>A property that is neither good nor bad: yes or no.</summary>
    public static string Flag(bool value) => value ? "yes" : "no";

    /// <summary>What to do next, in the words of PowerShell, one line each.</summary>
    public static string Advice(object? advice) => advice switch
    {
        null => "",
        IEnumerable<string> lines => string.Join('\n', lines.Select(CommandWording.ForPowerShell)),
        _ => CommandWording.ForPowerShell(advice.ToString() ?? ""),
    };

    /// <summary>A state with the colour of its meaning. PowerShell takes the colour away where the host shows none.</summary>
    public static string State(object? state) => state?.ToString() switch
    {
        null => "",
        { } text and ("Succeeded" or "Applied" or "Merged" or "Passed" or "Ok") => Paint(text, Good),
        { } text and ("Pending" or "Skipped" or "NotRun") => text,
        { } text and ("OutOfOrder" or "Changed" or "Running" or "Warning") => Paint(text, Caution),
        { } text and ("Missing" or "Failed" or "Unknown" or "FailedRolledBack" or "RollbackFailed" or "Critical") => Paint(text, Bad),
        { } text => text,
    };

    /// <summary>How much a hazard weighs; an allowed one weighs nothing.</summary>
    public static string Severity(MigrationHazard hazard)
    {
        ArgumentNullException.ThrowIfNull(hazard);
        return hazard switch
        {
            { AllowedBecause: not null } => "Allowed",
            { Severity: HazardSeverity.Error } => Paint("Error", Bad),
            { Severity: HazardSeverity.Warning } => Paint("Warning", Caution),
            _ => hazard.Severity.ToString(),
        };
    }

    /// <summary>What has to be seen, in red.</summary>
    public static string Alarm(string text) => Paint(text, Bad);

    private const string Good = "32";
    private const string Caution = "33";
    private const string Bad = "31";

    private static string Paint(string text, string colour) => $"\u001b[{colour}m{text}\u001b[0m";
}
