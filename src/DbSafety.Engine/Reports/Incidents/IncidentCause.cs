using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>What the target's journal told of the failure that led to the run, as it was kept when the run began.</summary>
internal static class IncidentCause
{
    public static IReadOnlyList<IncidentEntry> Timeline(Incident incident) => [.. Rows(incident).Select(row => new IncidentEntry(Time(row), "", Words(row)))];

    /// <summary>The failure in a sentence; null where the journal told of none.</summary>
    public static string? Sentence(Incident incident) =>
        Rows(incident).FirstOrDefault(row => (string?)row["error"] is not null && Kind(row) != "RunFinished") is { } row
            ? $"At {IncidentStory.Utc(Time(row))} {Words(row).TrimEnd('.')}."
            : null;

    private static IEnumerable<JsonObject> Rows(Incident incident) => (incident.Events[0].Detail["before"] as JsonArray ?? []).OfType<JsonObject>();

    private static string Kind(JsonObject row) => (string?)row["event"] ?? "";

    private static DateTimeOffset Time(JsonObject row) => DateTimeOffset.Parse((string)row["at"]!, CultureInfo.InvariantCulture);

    private static string Words(JsonObject row)
    {
        var what = (string?)row["migration"];
        var step = row["step"] is { } number ? $", step {JsonText.Show(number)}," : "";
        return Kind(row) switch
        {
            "RunStarted" => $"{(string?)row["by"]} began the run {(string?)row["run"]}{((string?)row["direction"] is { } direction ? $" ({direction})" : "")}",
            "Failed" => $"{what}{step} failed, and nothing of it remained: {Error(row)}",
            "FailedPartly" => $"{what}{step} failed, and some of its steps remained: {Error(row)}",
            "VerifyFailed" => $"{what} did not verify: {Error(row)}",
            "CommandFailed" => $"{(string?)row["command"]} failed: {Error(row)}",
            "RunFinished" => $"The run {(string?)row["run"]} ended: {(string?)row["outcome"]}",
            var kind => $"{string.Join(' ', new[] { what, step.Trim(',', ' ') }.Where(part => !string.IsNullOrEmpty(part)))}: {Spaced(kind)}".TrimStart(':', ' '),
        };
    }

    private static string Error(JsonObject row)
    {
        var error = Placed(row["error"], row["sqlstate"], row["line"]);
        return row["cause"] is null ? error : $"{Placed(row["cause"], row["cause_sqlstate"], null).TrimEnd('.')}. Its rollback failed too: {error}";
    }

    private static string Placed(JsonNode? error, JsonNode? state, JsonNode? line)
    {
        var where = new[] { state is null ? null : $"SQLSTATE {JsonText.Show(state)}", line is null ? null : $"line {JsonText.Show(line)}" }.OfType<string>().ToList();
        return $"{JsonText.Show(error)}{(where.Count > 0 ? $" ({string.Join(", ", where)})" : "")}";
    }

    // The names of the journal's events are words already.
    private static string Spaced(string kind) => string.Concat(kind.Select((letter, at) => char.IsUpper(letter) && at > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
