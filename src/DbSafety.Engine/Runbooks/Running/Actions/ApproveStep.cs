using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running.Actions;

/// <summary>A step at which the policy may ask for a person's approval. An answer that was prepared, or <c>--force</c>, is none.</summary>
internal sealed class ApproveStep(RunSession session)
{
    private readonly StepLog _log = new(session);

    public async Task<StepResult> RunAsync(RunbookStep step, ApproveAction action, RunScope scope, string address, CancellationToken cancellationToken)
    {
        if (session.History.Began(address) is false)
            _log.Begin(address, step);
        if (session.Approvals is null)
            return _log.End(address, step, StepResult.Failed(NoPolicy()));
        var request = new ApprovalRequest(
            $"{step.Title} ({session.Runbook.Name}, run {session.RunId})",
            [.. action.Subject.SelectMany(value => Lines(value.Resolve(scope)))],
            $"dbsafety resume-run {session.RunId}",
            session.Target is null || session.ApprovalTarget is not { } target ? null : token => OtherSubjects.RunbookAsync(target, (session.Runbook.Name, session.Runbook.Digest), session.RunId, address,
                new JsonArray([.. action.Subject.Select(value => value.Resolve(scope)?.DeepClone())]), token));
        try
        {
            var grant = await session.Approvals.BeforeAsync([action.Point], request, null, cancellationToken);
            var asked = grant.Points.Count > 0;
            if (asked)
                await session.TakeApprovalAsync(grant, cancellationToken);
            var by = string.Join(", ", grant.People);
            var output = new JsonObject
            {
                ["approved"] = true,
                ["by"] = asked ? by : null,
                ["at"] = session.Host.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            };
            return _log.End(address, step, new StepResult(StepState.Succeeded, output) { Detail = asked ? $"Approved by {by}{(grant.Alone is { } alone ? $". {alone.Mark}" : "")}." : $"The policy asks nobody {action.Point.Words()}." });
        }
        catch (DbSafetyException error) when (error.Id is "ApprovalNeeded" or "ApprovalNeedsMorePeople")
        {
            return _log.Wait(address, step, $"{request.Title}: {string.Join("; ", request.Detail)}. {error.NextStep}", kind: "approval");
        }
        catch (DbSafetyException error)
        {
            return _log.End(address, step, StepResult.Failed(error));
        }
    }

    private static IEnumerable<string> Lines(JsonNode? subject) => subject switch
    {
        JsonObject map => map.Where(entry => entry.Value is not (null or JsonObject or JsonArray)).Take(12).Select(entry => $"{entry.Key}: {JsonText.Show(entry.Value)}"),
        JsonArray array => array.Take(20).Select(JsonText.Show),
        _ => [JsonText.Show(subject)],
    };

    private static DbSafetyException NoPolicy() =>
        new("RunbookHasNoTarget", ErrorKind.InvalidArgument, "The run has no database, whose policy would say who approves.")
        {
            State = "Nothing was approved.",
            NextStep = "Start the runbook with --target or --connection.",
        };
}
