using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Running;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The errors of a run, with what the server said and where.</summary>
internal static class IncidentErrors
{
    public static IReadOnlyList<(string Address, string Step, DbSafetyException Error)> Of(Incident incident) =>
    [
        .. incident.Events.Where(item => item.Kind is RunEventKind.StepEnded or RunEventKind.AttemptFailed && item.Detail["error"] is JsonObject)
            .Select(item => (Address: item.Address ?? "", Step: (string?)item.Detail["name"] ?? "", Error: FailureFacts.Read((JsonObject)item.Detail["error"]!)))
            .DistinctBy(item => (item.Error.Id, item.Error.Message)),
    ];

    public static IEnumerable<(string What, string Text)> Facts(DbSafetyException error)
    {
        yield return ("Error", error.Message);
        if (error.Script is not null)
            yield return ("Script", error.Line is null ? error.Script : $"{error.Script}, line {error.Line}");
        if (error.SqlState is not null)
            yield return ("SQLSTATE", error.SqlState);
        foreach (var line in error.Detail)
            yield return ("Detail", line);
        if (error.State is not null)
            yield return ("State", error.State);
        if (error.NextStep is not null)
            yield return ("Next step", error.NextStep);
        yield return ("Id", error.Id);
    }
}
