using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>Writes a step's intent and outcome into the journal.</summary>
internal sealed class StepLog(RunSession session)
{
    public void Begin(string address, RunbookStep step, int attempt = 1, JsonArray? commands = null)
    {
        var detail = new JsonObject { ["name"] = step.Title, ["id"] = step.Id, ["attempt"] = attempt };
        if (commands is not null)
            detail["commands"] = commands;
        session.Journal.Append(RunEventKind.StepStarted, address, detail);
    }

    public void AttemptFailed(string address, int attempt, StepResult result, TimeSpan pause) =>
        session.Journal.Append(RunEventKind.AttemptFailed, address, new JsonObject
        {
            ["attempt"] = attempt,
            ["state"] = StepStates.Name(result.State),
            ["error"] = result.Error is null ? null : FailureFacts.Of(result.Error),
            ["pauseSeconds"] = pause.TotalSeconds,
        });

    public StepResult End(string address, RunbookStep step, StepResult result)
    {
        var detail = new JsonObject
        {
            ["name"] = step.Title,
            ["state"] = StepStates.Name(result.State),
            ["attempts"] = result.Attempts,
            ["innerFailure"] = result.HadInnerFailure,
            ["detail"] = result.Detail,
            ["output"] = result.Output?.DeepClone(),
            ["error"] = result.Error is null ? null : FailureFacts.Of(result.Error),
        };
        if (result.Approvals is { } approvals)
            detail["approvals"] = approvals.DeepClone();
        session.Journal.Append(RunEventKind.StepEnded, address, detail);
        return result;
    }

    public StepResult Wait(string address, RunbookStep step, string question, IReadOnlyList<string>? choices = null, IReadOnlyList<string>? fields = null, string kind = "ask")
    {
        session.Journal.Append(RunEventKind.Waiting, address, new JsonObject
        {
            ["name"] = step.Title,
            ["kind"] = kind,
            ["question"] = question,
            ["choices"] = new JsonArray([.. (choices ?? []).Select(choice => JsonValue.Create(choice))]),
            ["fields"] = new JsonArray([.. (fields ?? []).Select(field => JsonValue.Create(field))]),
        });
        return new StepResult(StepState.Waiting) { Detail = question };
    }

    public void Answer(string address, JsonNode? answer) =>
        session.Journal.Append(RunEventKind.Answered, address, new JsonObject { ["answer"] = answer?.DeepClone(), ["by"] = $"{session.Host.UserName}@{session.Host.MachineName}" });
}
