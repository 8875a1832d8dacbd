using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using DbSafety.Core.Commands;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Commands;

/// <summary>Gives a parameter the value that a runbook or an object of the pipeline has for it.</summary>
internal static class ParameterValues
{
    /// <summary>Finds a parameter by its name or another name of it, whatever the case.</summary>
    public static ParameterDefinition? Find(CommandDefinition definition, string name) =>
        definition.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? definition.Parameters.FirstOrDefault(parameter => parameter.Parameter.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>The value in the parameter's type.</summary>
    /// <exception cref="FormatException">It is not of that type; the message says what is wanted.</exception>
    public static object? Convert(ParameterDefinition parameter, JsonNode? node)
    {
        if (!parameter.IsArray)
            return node is null ? Missing(parameter) : One(parameter, node is JsonArray { Count: 1 } single ? single[0] : node);
        // An input that was not given leaves no item: [$inputs.tables] is then an empty list.
        var items = (node switch { null => [], JsonArray list => list.ToArray(), _ => [node] }).Where(item => item is not null).ToArray();
        var array = Array.CreateInstance(parameter.ValueType, items.Length);
        for (var i = 0; i < items.Length; i++)
            array.SetValue(One(parameter, items[i]), i);
        return array;
    }

    private static object? Missing(ParameterDefinition parameter) =>
        parameter.IsSwitch ? false : parameter.Parameter.Required ? throw Wanted(parameter, "a value") : null;

    private static object One(ParameterDefinition parameter, JsonNode? node)
    {
        var type = parameter.ValueType;
        if (node is not JsonValue)
            throw Wanted(parameter, Describe(type));
        var text = JsonText.Show(node);
        if (type == typeof(bool))
            return node.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw Wanted(parameter, Describe(type)) };
        if (type == typeof(string))
            return text;
        return Parse(type, text) ?? throw Wanted(parameter, Describe(type));
    }

    private static object? Parse(Type type, string text)
    {
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(TimeSpan))
            return Quantity.TrySpan(text, out var span) ? span : IsoSpan(text);
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
        return type.IsEnum && !int.TryParse(text, out _) && Enum.TryParse(type, text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : null;
    }

    private static object? IsoSpan(string text)
    {
        try
        {
            return text.StartsWith('P') ? XmlConvert.ToTimeSpan(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => "a time such as 90s or 2h",
        _ when type == typeof(DateTimeOffset) => "a moment such as 2024-12-15T14:30Z",
        _ => "a text",
    };

    private static FormatException Wanted(ParameterDefinition parameter, string wanted) => new($"{parameter.Name} takes {wanted}.");
}
