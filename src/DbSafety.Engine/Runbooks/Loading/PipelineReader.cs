using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads a pipeline: a list of commands with their parameters, or one command alone.</summary>
internal static class PipelineReader
{
    public static IReadOnlyList<PipelineCommand> Read(YamlValues values)
    {
        var node = values.Node("run")!;
        IReadOnlyList<YamlNode> items = node is YamlList list ? list.Items : [node];
        if (items.Count == 0)
            values.Invalid(node, $"{values.PathOf("run")} has no command.", "Write run: [{ Get-SafeMigration: {} }]");
        return [.. items.SelectMany(item => Commands(item, values))];
    }

    private static IEnumerable<PipelineCommand> Commands(YamlNode item, YamlValues values)
    {
        switch (item)
        {
            case YamlScalar { IsNull: false } name:
                yield return new PipelineCommand(name.Value, new Dictionary<string, StepValue>(), new SourcePlace(name.Line, name.Column));
                break;
            case YamlMap { Entries: [var (name, parameters)] }:
                yield return new PipelineCommand(name.Value, Parameters(name.Value, parameters, values), new SourcePlace(name.Line, name.Column));
                break;
            default:
                values.Invalid(item, $"{values.PathOf("run")}: a pipeline is a list of commands, each with its parameters.", "Write run: [{ Get-LogicalBackup: { Last: 1 } }, { Test-LogicalBackup: {} }]");
                break;
        }
    }

    private static Dictionary<string, StepValue> Parameters(string command, YamlNode node, YamlValues values)
    {
        var parameters = new Dictionary<string, StepValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in YamlValues.OpenNames(node, command, values.Problems))
        {
            if (!parameters.TryAdd(key.Value, ValueReader.Read(value, values)))
                values.Invalid(key, $"{Safe.Key(key.Value)} is given twice.", "Remove one of the two.");
        }

        return parameters;
    }
}
