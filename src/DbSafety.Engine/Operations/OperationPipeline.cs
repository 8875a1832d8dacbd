using System.Reflection;
using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Runbooks.Commands;

namespace DbSafety.Engine.Operations;

/// <summary>
/// Runs pipelines of our own commands where there is no shell: each command's objects give the next one the parameters that take
/// them by the name of a property, as PowerShell would.
/// </summary>
internal sealed class OperationPipeline : IPipelineHost
{
    private readonly OperationRunner _runner = new();

    public bool RunsForeignCommands => false;

    public async Task<IReadOnlyList<object>> RunPipelineAsync(IReadOnlyList<PipelineCall> pipeline, IOperationHost host, CancellationToken cancellationToken)
    {
        IReadOnlyList<object>? input = null;
        foreach (var call in pipeline)
        {
            var output = new List<object>();
            if (input is null)
                await RunAsync(call, null, output, host, cancellationToken);
            foreach (var item in input ?? [])
                await RunAsync(call, item, output, host, cancellationToken);
            input = output;
        }

        return input ?? [];
    }

    private async Task RunAsync(PipelineCall call, object? item, List<object> output, IOperationHost host, CancellationToken cancellationToken)
    {
        var definition = CommandCatalog.Find(call.Command) ?? throw new DbSafetyException("RunbookCommandForeign", ErrorKind.NotSupported, $"{call.Command} is not a command of DbSafety; without PowerShell no other can be run.")
        {
            State = "Nothing was run.",
            NextStep = "Run the runbook in PowerShell: Invoke-SafetyRunbook",
        };
        var options = Options(definition, call, item);
        var results = new CapturingHost(host);
        try
        {
            await _runner.RunAsync(options, results, cancellationToken);
        }
        catch (DbSafetyException error) when (error.Kind is ErrorKind.CheckFailed or ErrorKind.BackupInvalid && results.Results.Any(HasNotPassed))
        {
            // The objects say what did not pass, and the step is judged by them.
        }

        output.AddRange(results.Results);
    }

    private static bool HasNotPassed(object result) =>
        result is ITestedResult { Passed: false } or IntegrityCheck { State: IntegrityState.Failed } || result.GetType().GetProperty("Passed")?.GetValue(result) is false;

    private static CommandOptions Options(CommandDefinition definition, PipelineCall call, object? item)
    {
        var options = (CommandOptions)Activator.CreateInstance(definition.OptionsType)!;
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in call.Parameters)
        {
            var parameter = ParameterValues.Find(definition, name) ?? throw Invalid($"{definition.Name} has no parameter {name}.");
            Set(options, parameter, value);
            given.Add(parameter.Name);
        }

        if (item is not null)
            TakeFrom(item, definition, options, given);
        if (definition.Parameters.FirstOrDefault(parameter => parameter.Parameter.Required && !given.Contains(parameter.Name)) is { } missing)
            throw Invalid($"{definition.Name} needs {missing.Name}.");
        // The run was confirmed with its steps before the first of them.
        options.Force = true;
        return options;
    }

    private static void TakeFrom(object item, CommandDefinition definition, CommandOptions options, HashSet<string> given)
    {
        // Another database than the one that was named is not taken from an object.
        var namesDatabase = given.Contains(nameof(DatabaseOptions.Connection)) || given.Contains(nameof(DatabaseOptions.Sandbox));
        foreach (var parameter in definition.Parameters.Where(parameter => parameter.Parameter.FromPipeline && !given.Contains(parameter.Name)))
        {
            if (namesDatabase && parameter.Name == nameof(DatabaseOptions.Target))
                continue;
            var names = parameter.Parameter.Aliases.Prepend(parameter.Name);
            if (names.Select(name => Property(item, name)).FirstOrDefault(value => value is not null) is not { } value)
                continue;
            Set(options, parameter, value);
            given.Add(parameter.Name);
        }
    }

    private static JsonNode? Property(object item, string name) => item switch
    {
        JsonObject map => map.FirstOrDefault(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value,
        string text => JsonValue.Create(text),
        _ when item.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.GetValue(item) is { } value =>
            System.Text.Json.JsonSerializer.SerializeToNode(value, value.GetType(), ResultJson.Compact),
        _ => null,
    };

    private static void Set(CommandOptions options, ParameterDefinition parameter, JsonNode? value)
    {
        try
        {
            parameter.Property.SetValue(options, ParameterValues.Convert(parameter, value));
        }
        catch (FormatException error)
        {
            throw Invalid(error.Message);
        }
    }

    private static DbSafetyException Invalid(string message) => new("RunbookParameterInvalid", ErrorKind.InvalidArgument, message)
    {
        State = "The command was not run.",
        NextStep = "dbsafety check-runbook finds such things before a run.",
    };
}
