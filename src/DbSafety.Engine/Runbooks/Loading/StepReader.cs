using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Conditions;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads steps.</summary>
internal static class StepReader
{
    private static readonly string[] Actions = ["run", "steps", "ask", "approve", "call"];

    private static readonly string[] Keys = ["step", .. Actions, "with", "id", "when", "expect", "timeout", "retry", "resume", "onFailure"];

    public static IReadOnlyList<RunbookStep> Sequence(YamlValues parent, string key, bool topLevel)
    {
        switch (parent.Node(key))
        {
            case YamlList { Items.Count: > 0 } list:
                return [.. list.Items.Select((item, index) => Step(item, $"{parent.PathOf(key)}[{index + 1}]", topLevel, parent.Problems)).OfType<RunbookStep>()];
            case null:
                return [];
            case var other:
                parent.Invalid(other, $"{parent.PathOf(key)} must be a list of steps.", "Write one '- step: …' for each.");
                return [];
        }
    }

    private static RunbookStep? Step(YamlNode node, string path, bool topLevel, YamlProblems problems)
    {
        var values = YamlValues.Open(node, path, Keys, problems);
        var given = Actions.Where(values.Has).ToList();
        if (node is YamlMap && given.Count != 1)
        {
            values.Invalid(node, given.Count == 0 ? $"{path} does nothing." : $"{path} has {string.Join(" and ", given)}; a step does one thing.",
                $"Give it one of: {string.Join(", ", Actions)}. Several things that count as one step go into a list under 'steps'.");
        }

        if (topLevel && node is YamlMap && string.IsNullOrWhiteSpace(values.Text("step")))
            values.Invalid(node, $"{path} has no sentence for the person who reads it.", "Add step: and the line of the written procedure.");
        if (values.Has("with") && !values.Has("call"))
            values.Invalid(values.Node("with")!, "with gives the inputs of a runbook that is called.", "Add call: and its name, or remove with.");
        if (given.Count != 1)
            return null;
        return new RunbookStep(Action(values, given[0]), new SourcePlace(node.Line, node.Column))
        {
            Sentence = values.Text("step"),
            Id = Identifier(values, "id"),
            When = Condition(values, "when"),
            Expect = Condition(values, "expect"),
            Timeout = values.Has("timeout") ? values.Span("timeout", TimeSpan.FromMinutes(10)) : null,
            Retry = RuleReader.Retry(values),
            Resume = values.Has("resume") ? Enum.Parse<ResumeRule>(values.Choice("resume", "check", "check", "ask", "rerun"), ignoreCase: true) : null,
            OnFailure = RuleReader.OnFailure(values),
        };
    }

    private static StepAction Action(YamlValues values, string kind) => kind switch
    {
        "run" => new PipelineAction(PipelineReader.Read(values)),
        "steps" => new GroupAction(Sequence(values, "steps", topLevel: false)),
        "ask" => AskReader.Ask(values),
        "approve" => AskReader.Approve(values),
        _ => new CallAction(values.RequiredText("call", "rollback-failed"), Map(values, "with")),
    };

    /// <summary>Values by name; none where the key is not there.</summary>
    internal static IReadOnlyDictionary<string, StepValue> Map(YamlValues values, string key) =>
        YamlValues.OpenNames(values.Node(key), values.PathOf(key), values.Problems).ToDictionary(entry => entry.Key.Value, entry => ValueReader.Read(entry.Value, values));

    private static string? Identifier(YamlValues values, string key)
    {
        var name = values.Text(key);
        if (name is not null && !RunbookNames.IsIdentifier(name))
            values.Invalid(values.Node(key)!, $"{values.PathOf(key)} is made of letters, digits, hyphens and underscores.", "Write a name such as rollback.");
        return name;
    }

    private static Condition? Condition(YamlValues values, string key)
    {
        if (!values.Has(key) || values.Node(key) is not { } node)
            return null;
        if (node is not YamlScalar { IsNull: false } scalar)
        {
            values.Invalid(node, $"{values.PathOf(key)} must be a condition, not {node.Kind}.", ConditionParser.Grammar);
            return null;
        }

        try
        {
            return ConditionParser.Parse(scalar.Value, new SourcePlace(scalar.Line, scalar.Column));
        }
        catch (ConditionException error)
        {
            values.Invalid(scalar, $"{values.PathOf(key)}: {error.Message}", error.Next);
            return null;
        }
    }
}
