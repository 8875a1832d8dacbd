using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running.Inputs;

/// <summary>Whether a value is one that an input takes.</summary>
internal static class InputTypes
{
    /// <summary>What is wrong with a value, to stand after its name; null where it is right.</summary>
    public static string? Problem(RunbookInput input, JsonNode? value)
    {
        if (value is null)
            return input.Required ? "is required and has no value." : null;
        if (TypeProblem(input.Type, value) is { } problem)
            return problem;
        var text = JsonText.Show(value);
        if (input.Values.Count > 0 && !input.Values.Contains(text, StringComparer.OrdinalIgnoreCase))
            return $"must be one of {string.Join(", ", input.Values)}.";
        return input.Pattern is not null && !Expression(input.Pattern).IsMatch(text) ? $"does not match the pattern {input.Pattern}" : null;
    }

    /// <summary>A value as the command line gives it, in the input's type where it is one.</summary>
    public static JsonNode? FromText(InputType type, string text) => type switch
    {
        InputType.Int or InputType.Bool => Loading.ValueReader.Plain(text),
        _ => JsonValue.Create(text),
    };

    /// <summary>The pattern as an expression of the whole value, matched in linear time.</summary>
    public static Regex Expression(string pattern) => new($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static string? TypeProblem(InputType type, JsonNode value)
    {
        var kind = value.GetValueKind();
        return type switch
        {
            InputType.Object => null,
            InputType.Int => kind == JsonValueKind.Number && JsonText.Number(value) is { } number && number == decimal.Truncate(number) ? null : "must be a whole number.",
            InputType.Bool => kind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false.",
            InputType.Duration => kind == JsonValueKind.String && Quantity.TrySpan(value.GetValue<string>(), out _) ? null : "must be a time such as 90s, 10min or 2h.",
            _ => kind == JsonValueKind.String ? null : "must be a text.",
        };
    }
}
