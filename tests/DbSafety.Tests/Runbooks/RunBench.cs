using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running;
using DbSafety.Engine.Runbooks.Running.Inputs;
using DbSafety.Engine.Runbooks.Running.Resuming;
using DbSafety.Tests.Infrastructure;

namespace DbSafety.Tests.Runbooks;

/// <summary>A run in a folder of its own, whose commands are the test's: what they did is counted outside of the run.</summary>
internal sealed class RunBench : IPipelineHost, IDisposable
{
    private readonly Dictionary<string, Func<IReadOnlyDictionary<string, JsonNode?>, CancellationToken, Task<object?>>> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Runbook[] _runbooks;

    public RunBench(params string[] runbooks)
    {
        _runbooks = [.. runbooks.Select((text, index) => RunbookReader.Parse($"runbook: 1\n{text}", $"{index}.yaml"))];
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dbsafety-run-").FullName;

    public TestHost Host { get; } = new();

    /// <summary>What each command did, in order: its name and its parameter x.</summary>
    public List<string> Done { get; } = [];

    public bool RunsForeignCommands => true;

    public IReadOnlyList<RunEvent> Events => RunJournal.Read(Folder);

    public SafetyRun Run => RunSummary.Of(new RunFolder(Folder), Events, _runbooks[0]);

    public RunBench On(string command, Func<IReadOnlyDictionary<string, JsonNode?>, CancellationToken, Task<object?>> act)
    {
        _commands[command] = act;
        return this;
    }

    public RunBench On(string command, Func<object?> act) => On(command, (_, _) => Task.FromResult(act()));

    /// <summary>Runs from the start, or from where the journal ends; the wrapper can stand between the run and its journal.</summary>
    public async Task<RunStatus> RunAsync(Func<IRunJournal, IRunJournal>? wrap = null, string[]? inputs = null, CancellationToken cancellationToken = default)
    {
        using var journal = RunJournal.Open(Folder, TimeProvider.System);
        var library = RunbookLibrary.Load(_runbooks[0], name => Array.Find(_runbooks, runbook => runbook.Name == name) ?? throw new DbSafetyException("RunbookNotFound", ErrorKind.NotFound, name));
        var history = RunHistory.Of(journal.Events);
        var outer = wrap?.Invoke(journal) ?? journal;
        outer.Append(journal.Events.Count == 0 ? RunEventKind.RunStarted : RunEventKind.RunResumed, null, new JsonObject { ["runbook"] = _runbooks[0].Name });
        var session = new RunSession
        {
            RunId = "run-1",
            Folder = Folder,
            Runbook = _runbooks[0],
            Library = library.All,
            Journal = outer,
            Host = Host,
            Pipelines = this,
            History = history,
            IsStopWanted = () => new RunFolder(Folder).IsStopWanted,
        };
        return await new RunbookRunner(session).RunAsync(InputBinder.FromWords(_runbooks[0], inputs ?? []), cancellationToken);
    }

    public async Task<IReadOnlyList<object>> RunPipelineAsync(IReadOnlyList<PipelineCall> pipeline, IOperationHost host, CancellationToken cancellationToken)
    {
        object? output = null;
        foreach (var call in pipeline)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_commands.TryGetValue(call.Command, out var act))
                output = await act(call.Parameters, cancellationToken);
            else
                output = new { X = (string?)call.Parameters.GetValueOrDefault("x") };
            Done.Add($"{call.Command} {call.Parameters.GetValueOrDefault("x")}".Trim());
        }

        return output switch { null => [], object[] many => many, _ => [output] };
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
