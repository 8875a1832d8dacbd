using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>
/// Compares values: numbers as numbers, moments as moments, durations in whichever form (<c>PT2S</c>, <c>2s</c>), and texts whatever
/// their case, as PowerShell does. Values of which nothing else is known are compared as texts; nothing equals only nothing.
/// </summary>
internal static class ValueOrder
{
    public static bool AreEqual(JsonNode? left, JsonNode? right)
    {
        if (left is null || right is null)
            return left is null && right is null;
        if (left is JsonArray { Count: 1 } one && right is not JsonArray)
            return AreEqual(one[0], right);
        return Compare(left, right) == 0;
    }

    /// <summary>Less than zero, zero or more; null where they have no order.</summary>
    public static int? Compare(JsonNode? left, JsonNode? right)
    {
        if (left is JsonArray { Count: 1 } one)
            left = one[0];
        if (left is null || right is null)
            return null;
        if (Number(left, right) is { } leftNumber && Number(right, left) is { } rightNumber)
            return leftNumber.CompareTo(rightNumber);
        if (Span(left) is { } leftSpan && Span(right) is { } rightSpan)
            return leftSpan.CompareTo(rightSpan);
        if (Moment(left) is { } leftMoment && Moment(right) is { } rightMoment)
            return leftMoment.CompareTo(rightMoment);
        return string.Compare(JsonText.Show(left), JsonText.Show(right), StringComparison.OrdinalIgnoreCase);
    }

    // "3" is a number beside a number only.
    private static decimal? Number(JsonNode node, JsonNode other) =>
        JsonText.Number(node) ?? (JsonText.Number(other) is not null && Text(node) is { } text
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null);

    private static TimeSpan? Span(JsonNode node)
    {
        if (Text(node) is not { Length: > 1 and < 40 } text)
            return null;
        if (Quantity.TrySpan(text, out var span))
            return span;
        try
        {
            return text[0] is 'P' or '-' ? XmlConvert.ToTimeSpan(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Moment(JsonNode node) =>
        Text(node) is { Length: >= 10 and < 40 } text && char.IsAsciiDigit(text[0]) && text[4] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;

    private static string? Text(JsonNode node) => node is JsonValue && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
