using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DbSafety.Core.Commands;
using DbSafety.Core.Options;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Completion;

/// <summary>Completes a value by asking the engine. A completer never throws and never keeps the user waiting.</summary>
public abstract class EngineCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly string _source;

    private protected EngineCompleter(string source) => _source = source;

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        return Find(commandName, fakeBoundParameters)
            .Where(value => value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, value));
    }

    private IReadOnlyList<string> Find(string commandName, IDictionary parameters)
    {
        try
        {
            if (CommandCatalog.Find(commandName) is not { } command)
                return [];
            var options = (CommandOptions)Activator.CreateInstance(command.OptionsType)!;
            CompletionOptions.Fill(options, parameters);
            using var patience = new CancellationTokenSource(Patience);
            var host = new CompletionHost(CompletionOptions.Location());
            return Task.Run(() => EngineDoor.Runner.CompleteAsync(_source, options, host, patience.Token), patience.Token)
                .WaitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // An error in the middle of a line that is being typed would help nobody.
            return [];
        }
    }

    private static string Quote(string value) => value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '/')
        ? value
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
