using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;

namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// Runs a step's commands as a real pipeline in the session: our own cmdlets by their classes, whatever else has their names, and
/// those from outside that the runbook's header names. To be used on the pipeline thread.
/// </summary>
internal sealed class SessionPipeline(PSCmdlet cmdlet)
{
    private static readonly string[] Objects = [nameof(ITestCommand.Detailed), nameof(IPassThruCommand.PassThru)];

    /// <exception cref="DbSafetyException">The first error of any of the commands.</exception>
    public IReadOnlyList<object> Run(IReadOnlyList<PipelineCall> pipeline, IOperationHost host, CancellationToken cancellationToken)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        foreach (var call in pipeline)
            Add(shell, call);
        using var stopping = cancellationToken.Register(() => shell.BeginStop(null, null));
        try
        {
            var output = shell.Invoke<PSObject>(null, new PSInvocationSettings { ErrorActionPreference = ActionPreference.Stop });
            foreach (var warning in shell.Streams.Warning)
                host.Warning(warning.Message);
            if (shell.Streams.Error.FirstOrDefault() is { } error)
                throw Map(error);
            return [.. output.Where(item => item is not null).Select(SessionOutput.Of)];
        }
        catch (PipelineStoppedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RuntimeException error)
        {
            throw Map(error.ErrorRecord);
        }
    }

    private void Add(System.Management.Automation.PowerShell shell, PipelineCall call)
    {
        if (call.IsForeign)
        {
            shell.AddCommand(Foreign(call.Command));
        }
        else
        {
            var definition = CommandCatalog.Find(call.Command)!;
            shell.AddCommand(new CmdletInfo(definition.Name, Implementation(definition)));
            // A step is judged by objects, also where a person at a prompt would want a Boolean, or nothing.
            foreach (var name in Objects.Where(name => Implementation(definition).GetProperty(name) is not null))
                shell.AddParameter(name, true);
            if (definition.Command.Impact != ChangeImpact.None)
                shell.AddParameter("Confirm", false).AddParameter(nameof(CommandOptions.Force), true);
        }

        var known = call.IsForeign ? null : CommandCatalog.Find(call.Command);
        foreach (var (name, value) in call.Parameters)
        {
            var isSpan = known?.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.ValueType == typeof(TimeSpan);
            shell.AddParameter(name, isSpan && value is not null ? XmlConvert.ToTimeSpan(value.GetValue<string>()) : Value(value));
        }
    }

    private static Type Implementation(CommandDefinition definition) => typeof(SessionPipeline).Assembly
        .GetType($"DbSafety.PowerShell.Commands.{definition.Command.Verb}{definition.Command.Noun}Command", throwOnError: true)!;

    // A function or an alias of the session does not stand in for what was reviewed: the command itself is looked up.
    private CommandInfo Foreign(string name)
    {
        var kinds = CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Application | CommandTypes.ExternalScript;
        return cmdlet.SessionState.InvokeCommand.GetCommand(name, kinds) ?? throw new DbSafetyException("RunbookCommandNotFound", ErrorKind.NotFound, $"The session has no command {name}.")
        {
            State = "The step was not run.",
            NextStep = "Import the module that has it, then resume the run.",
        };
    }

    private static DbSafetyException Map(ErrorRecord record)
    {
        for (var error = record.Exception; error is not null; error = error.InnerException)
        {
            if (error is DbSafetyException known)
                return known;
        }

        return new DbSafetyException("RunbookCommandFailed", ErrorKind.Unexpected, record.ErrorDetails?.Message ?? record.Exception.Message, record.Exception)
        {
            State = "The command ended with an error; what it did before that is not known here.",
            NextStep = record.ErrorDetails?.RecommendedAction,
        };
    }

    private static object? Value(JsonNode? node) => node switch
    {
        null => null,
        JsonArray array => array.Select(Value).ToArray(),
        JsonObject map => Table(map),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Number(node.ToJsonString()),
            _ => node.GetValue<string>(),
        },
    };

    private static object Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (object)whole : double.Parse(text, CultureInfo.InvariantCulture);

    private static System.Collections.Hashtable Table(JsonObject map)
    {
        var table = new System.Collections.Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in map)
            table[name] = Value(value);
        return table;
    }
}
