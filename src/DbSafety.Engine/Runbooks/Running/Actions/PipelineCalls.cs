using System.Text.Json.Nodes;
using System.Xml;
using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Commands;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running.Actions;

/// <summary>A step's commands with the values that their parameters have now.</summary>
internal sealed class PipelineCalls(RunSession session)
{
    private static readonly string[] Databases = [nameof(DatabaseOptions.Target), nameof(DatabaseOptions.Connection), nameof(DatabaseOptions.Sandbox)];
    private static readonly string[] Secrets = [nameof(DatabaseOptions.Connection), "ReferenceConnection", "Shadow"];

    public IReadOnlyList<PipelineCall> Resolve(PipelineAction action, RunScope scope) => [.. action.Commands.Select(command => Resolve(command, scope))];

    /// <summary>The commands for the journal: without what may hold a password.</summary>
    public static JsonArray Show(IReadOnlyList<PipelineCall> calls) => new([.. calls.Select(call => new JsonObject
    {
        [call.Command] = new JsonObject(call.Parameters.Select(parameter =>
            KeyValuePair.Create(parameter.Key, Secrets.Contains(parameter.Key) ? JsonValue.Create("(a connection)") : parameter.Value?.DeepClone()))),
    })]);

    private PipelineCall Resolve(PipelineCommand command, RunScope scope)
    {
        var parameters = command.Parameters.ToDictionary(entry => entry.Key, entry => entry.Value.Resolve(scope), StringComparer.OrdinalIgnoreCase);
        var definition = CommandCatalog.Find(command.Name);
        if (definition is null)
            return new PipelineCall(ForeignCommand.IsFileName(command.Name) ? ForeignCommands.Require(session.Library.Values, command.Name) : command.Name, parameters, IsForeign: true);
        var namesDatabase = Databases.Any(parameters.ContainsKey);
        foreach (var (name, value) in session.Defaults)
        {
            if (definition.Parameters.Any(parameter => parameter.Name == name) && !(namesDatabase && Databases.Contains(name)))
                parameters.TryAdd(name, value);
        }

        // A step that fails is the runbook's to answer: none of its own commands begins another procedure.
        if (definition.Parameters.Any(parameter => parameter.Name == nameof(InvokeSafeMigrationOptions.NoEmergency)))
            parameters[nameof(InvokeSafeMigrationOptions.NoEmergency)] = true;

        foreach (var (name, value) in parameters.ToList())
        {
            if (ParameterValues.Find(definition, name)?.ValueType == typeof(TimeSpan) && value is not null && Quantity.TrySpan(JsonText.Show(value), out var span))
                parameters[name] = XmlConvert.ToString(span);
        }

        return new PipelineCall(definition.Name, parameters, IsForeign: false);
    }
}
