using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The report as one JSON document to be posted: its <c>text</c> is what a chat shows, the rest is for programs.</summary>
internal static class IncidentWebhook
{
    public static string Write(Incident incident)
    {
        var run = incident.Run;
        var document = new JsonObject
        {
            ["text"] = string.Join('\n', [$"[{incident.State.Severity}] {incident.Title}", .. IncidentStory.Of(incident), .. incident.Open.Select(item => $"Open: {item}")]),
            ["kind"] = "dbsafety.incident",
            ["version"] = 1,
            ["title"] = incident.Title,
            ["severity"] = Value(incident.State.Severity),
            ["closed"] = incident.State.ClosedAt is not null,
            ["closedBy"] = incident.State.ClosedBy,
            ["run"] = run.RunId,
            ["runbook"] = run.Runbook,
            ["target"] = run.Target,
            ["status"] = Value(run.Status),
            ["operator"] = run.Operator,
            ["started"] = Value(run.Started),
            ["ended"] = Value(run.Ended),
            ["summary"] = Texts(IncidentStory.Of(incident)),
            ["open"] = Texts(incident.Open),
            ["decisions"] = new JsonArray([.. Decisions.Of(incident).Select(item => new JsonObject { ["at"] = Value(item.Time), ["step"] = item.Step, ["text"] = item.Text, ["by"] = item.By })]),
            ["errors"] = new JsonArray([.. IncidentErrors.Of(incident).Select(item => new JsonObject
            {
                ["step"] = item.Address,
                ["name"] = item.Step,
                ["id"] = item.Error.Id,
                ["message"] = item.Error.Message,
                ["sqlState"] = item.Error.SqlState,
                ["script"] = item.Error.Script,
                ["line"] = item.Error.Line,
            })]),
            ["evidence"] = Texts(IncidentEvidence.Of(incident).Select(item => $"{item.What}: {item.Text}")),
            ["digest"] = incident.Digest,
        };
        return document.ToJsonString(ResultJson.Indented) + "\n";
    }

    // As all our results are written: times in ISO 8601, names in camel case.
    private static JsonNode? Value<T>(T value) => JsonSerializer.SerializeToNode(value, ResultJson.Compact);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
