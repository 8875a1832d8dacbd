using System.Text.Json.Nodes;
using DbSafety.Engine.Monitoring.Recording;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>What the report rests on, with digests by which it can be checked.</summary>
internal static class IncidentEvidence
{
    public static IEnumerable<(string What, string Text)> Of(Incident incident)
    {
        var first = incident.Events[0].Detail;
        yield return ("Run", incident.Run.RunId);
        yield return ("Journal", $"{incident.Events.Count} lines, chained; the last has the hash {incident.Digest}");
        if (incident.Standing.Journal is { } head)
            yield return ($"Journal of {incident.Run.Target}", $"{head}, its last row as its file has it");
        foreach (var (name, digest) in first["digests"] as JsonObject ?? [])
            yield return ($"Runbook {name}", $"SHA-256 {(string?)digest}");
        if (incident.HealthDigest is { } health)
            yield return ("Health", $"{incident.Health.Count} looks in {HealthRecords.FileName}, SHA-256 {health}");
        foreach (var backup in Backups(incident))
            yield return ("Backup", backup);
        if ((string?)first["tool"] is { } tool)
            yield return ("DbSafety", tool);
    }

    private static IEnumerable<string> Backups(Incident incident) => incident.Events
        .SelectMany(item => Objects(item.Detail["output"]))
        .SelectMany(item => new[] { (string?)(item["manifest"] is JsonValue ? item["id"] : null), item["backup"] is JsonObject inner ? (string?)inner["id"] : null })
        .OfType<string>().Distinct(StringComparer.Ordinal);

    private static IEnumerable<JsonObject> Objects(JsonNode? output) => output switch
    {
        JsonObject map => [map],
        JsonArray array => array.OfType<JsonObject>(),
        _ => [],
    };
}
