using System.Globalization;
using DbSafety.Core.Commands;

namespace DbSafety.Cli.Arguments;

/// <summary>Reads one value as people type it, without any culture.</summary>
internal static class ValueReader
{
    /// <summary>Reads a value of a parameter's type; null where the text is none.</summary>
    public static object? Read(ParameterDefinition parameter, string text)
    {
        var type = parameter.ValueType;
        if (type == typeof(string))
            return text;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(TimeSpan))
            return DurationText.TryRead(text, out var span) ? span : null;
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
        if (type.IsEnum)
            return Names(type).FirstOrDefault(name => OptionName.Same(name, text)) is { } known ? Enum.Parse(type, known.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : null;
        throw new NotSupportedException($"The command line cannot read a value of the type {type.Name}.");
    }

    /// <summary>Reads the value of a switch: <c>--force=false</c>.</summary>
    public static bool ReadSwitch(string name, string text) =>
        bool.TryParse(text.TrimStart('$'), out var on) ? on : throw UsageErrors.SwitchValueInvalid(name, text);

    /// <summary>Says what a parameter takes, for help and errors.</summary>
    public static string Describe(ParameterDefinition parameter) => parameter.ValueType switch
    {
        { IsEnum: true } type => string.Join(" or ", Names(type)),
        var type when type == typeof(int) || type == typeof(long) => "a whole number",
        var type when type == typeof(double) => "a number such as 2.5",
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(TimeSpan) => "a duration such as 30s, 5m or 1h30m",
        var type when type == typeof(DateTimeOffset) => "a date such as 2024-12-15 or 2024-12-15T14:30Z (UTC where no zone is given)",
        _ => parameter.IsArray ? "one or more texts, with commas or the option repeated" : "a text",
    };

    /// <summary>The names of an enumeration's values, in kebab case.</summary>
    public static IReadOnlyList<string> Names(Type enumeration) =>
        [.. Enum.GetNames(enumeration).Select(ParameterDefinition.KebabCase)];
}
