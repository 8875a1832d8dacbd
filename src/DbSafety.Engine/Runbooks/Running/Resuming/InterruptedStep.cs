using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Actions;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running.Resuming;

/// <summary>Decides about a step of which the journal has the intent and no outcome.</summary>
internal sealed class InterruptedStep(RunSession session)
{
    private static readonly string[] Choices = ["stop", "done", "again"];
    private readonly StepLog _log = new(session);
    private readonly PipelineCalls _calls = new(session);

    /// <summary>How the step ended, or that it waits; null where it is to be run.</summary>
    public async Task<StepResult?> DecideAsync(RunbookStep step, PipelineAction action, RunScope scope, string address, CancellationToken cancellationToken)
    {
        var rule = step.Resume ?? CommandTraits.Resume(action);
        if (rule == ResumeRule.Rerun)
            return null;
        if (rule == ResumeRule.Check && await WasDoneAsync(action, scope, cancellationToken) is { } done)
            return done ? new StepResult(StepState.Succeeded) { Detail = "It was cut off before its end was written; the database shows that it had been done." } : null;
        return await AskAsync(step, address, cancellationToken);
    }

    private async Task<StepResult?> AskAsync(RunbookStep step, string address, CancellationToken cancellationToken)
    {
        var text = $"The run was cut off while this step was under way: {step.Title}. Look at the database: was it done, is it to be run again, or is the run to stop here?";
        string answer;
        if (session.History.TryAnswer(address, out var given))
        {
            answer = JsonText.Show(given);
        }
        else if (!session.Host.CanAsk)
        {
            return _log.Wait(address, step, text, Choices, kind: "interrupted");
        }
        else
        {
            answer = await session.Host.AskAsync(new Question(step.Title, text, [], Choices), cancellationToken);
            _log.Answer(address, JsonValue.Create(answer));
        }

        return answer.Trim().ToLowerInvariant() switch
        {
            "again" => null,
            "done" => new StepResult(StepState.Succeeded) { Detail = $"It was cut off before its end was written; {session.Host.UserName} says that it had been done." },
            _ => StepResult.Failed(StepErrors.Answered(step)),
        };
    }

    /// <summary>Whether the database shows the step's work done; null where that cannot be told.</summary>
    private async Task<bool?> WasDoneAsync(PipelineAction action, RunScope scope, CancellationToken cancellationToken)
    {
        var calls = _calls.Resolve(action, scope);
        if (calls is not [{ Command: "Undo-SafeMigration" } undo] || undo.Parameters.GetValueOrDefault("Id") is not { } id)
            return null;
        var parameters = new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase) { ["Id"] = new JsonArray(id.DeepClone()) };
        foreach (var name in new[] { "Project", "Target", "Connection" })
        {
            if (undo.Parameters.TryGetValue(name, out var value))
                parameters[name] = value?.DeepClone();
        }

        var found = await session.Pipelines.RunPipelineAsync([new PipelineCall("Get-SafeMigration", parameters, IsForeign: false)], new StepHost(session.Host), cancellationToken);
        return found is [{ } one] ? StateOf(one) switch
        {
            MigrationState.Pending or MigrationState.OutOfOrder => true,
            MigrationState.Applied => false,
            _ => null,
        } : null;
    }

    private static MigrationState? StateOf(object found) => found switch
    {
        MigrationInfo info => info.State,
        JsonNode node when Enum.TryParse<MigrationState>((string?)node["state"], ignoreCase: true, out var state) => state,
        _ => JsonSerializer.SerializeToNode(found, ResultJson.Compact)?["state"] is JsonValue value && Enum.TryParse<MigrationState>((string?)value, ignoreCase: true, out var read) ? read : null,
    };
}
