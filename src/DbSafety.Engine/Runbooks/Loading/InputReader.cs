using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Inputs;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads what a runbook is started with.</summary>
internal static class InputReader
{
    private static readonly string[] Types = [.. Enum.GetNames<InputType>().Select(name => name.ToLowerInvariant())];

    public static IReadOnlyList<RunbookInput> Read(YamlValues root)
    {
        var inputs = new List<RunbookInput>();
        foreach (var (key, node) in YamlValues.OpenNames(root.Node("inputs"), "inputs", root.Problems))
        {
            var values = YamlValues.Open(node, $"inputs.{key.Value}", ["type", "required", "default", "values", "pattern", "description"], root.Problems);
            if (!RunbookNames.IsIdentifier(key.Value))
                root.Invalid(key, "An input's name is made of letters, digits, hyphens and underscores.", "Write a name such as run.");
            var input = new RunbookInput(key.Value, Enum.Parse<InputType>(values.Choice("type", "string", Types), ignoreCase: true), new SourcePlace(key.Line, key.Column))
            {
                Required = values.Truth("required", false),
                Default = values.Node("default") is { } given ? LiteralReader.Read(given, values) : null,
                Values = Texts(values, "values"),
                Pattern = Pattern(values),
                Description = values.Text("description"),
            };
            if (input.Required && values.Has("default"))
                values.Invalid(values.Node("default")!, $"inputs.{key.Value} is required and has a default; it cannot be both.", "Remove one of the two.");
            else if (input.Default is not null && InputTypes.Problem(input, input.Default) is { } problem)
                values.Invalid(values.Node("default")!, $"The default of inputs.{key.Value} {problem}", "Write a default that the input takes.");
            inputs.Add(input);
        }

        return inputs;
    }

    private static string? Pattern(YamlValues values)
    {
        if (values.Text("pattern") is not { } pattern)
            return null;
        try
        {
            _ = InputTypes.Expression(pattern);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            values.Invalid(values.Node("pattern")!, "The pattern is not a regular expression that can be matched in bounded time.", "Write one without look-around and back references, such as ^[0-9]{4}_.*$");
            return null;
        }

        return pattern;
    }

    internal static IReadOnlyList<string> Texts(YamlValues values, string key)
    {
        switch (values.Node(key))
        {
            case null:
                return [];
            case YamlList list when list.Items.All(item => item is YamlScalar { IsNull: false }):
                return [.. list.Items.Cast<YamlScalar>().Select(item => item.Value)];
            case YamlScalar { IsNull: false } one:
                return [one.Value];
            case var other:
                values.Invalid(other, $"{values.PathOf(key)} must be a list of single values.", $"Write {key}: [one, other]");
                return [];
        }
    }
}
