using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running.Actions;

/// <summary>A step that a person answers; where nobody can, the run waits.</summary>
internal sealed class AskStep(RunSession session)
{
    private readonly StepLog _log = new(session);

    public async Task<StepResult> RunAsync(RunbookStep step, AskAction action, RunScope scope, string address, CancellationToken cancellationToken)
    {
        var text = JsonText.Show(action.Text.Resolve(scope));
        if (session.History.Began(address) is false)
            _log.Begin(address, step);
        JsonNode? answer;
        if (session.History.TryAnswer(address, out var given))
        {
            answer = given;
        }
        else if (!session.Host.CanAsk)
        {
            return _log.Wait(address, step, text, action.Choices, action.Fields);
        }
        else
        {
            answer = await AskAsync(step, action, text, cancellationToken);
            _log.Answer(address, answer);
        }

        var result = new StepResult(StepState.Succeeded, answer?.DeepClone()) { Detail = JsonText.Show(answer) };
        return _log.End(address, step, Expectations.Judge(step, scope, result));
    }

    private async Task<JsonNode?> AskAsync(RunbookStep step, AskAction action, string text, CancellationToken cancellationToken)
    {
        if (action.Fields.Count == 0)
            return JsonValue.Create(await session.Host.AskAsync(new Question(step.Title, text, [], action.Choices), cancellationToken));
        var answers = new JsonObject();
        foreach (var field in action.Fields)
            answers[field] = await session.Host.AskAsync(new Question(step.Title, field, [text], []), cancellationToken);
        return answers;
    }
}
