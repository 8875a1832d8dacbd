using System.Text.Json;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>What people said of an incident; kept beside the journal of its run, which only tells what was run.</summary>
internal sealed record IncidentState
{
    public const string FileName = "incident.json";

    public IncidentSeverity Severity { get; init; } = IncidentSeverity.High;

    /// <summary>Each as <c>owner=what</c>.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    /// <summary>Who gets the report as a mail; where nobody does, none is written.</summary>
    public IReadOnlyList<string> MailTo { get; init; } = [];

    /// <summary>Who that mail is from.</summary>
    public string? MailFrom { get; init; }

    /// <summary>The report is wanted as a document for a webhook, too.</summary>
    public bool Webhook { get; init; }

    public string? ClosedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public static IncidentState? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<IncidentState>(File.ReadAllText(path), ResultJson.Compact) : null;
    }

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(this, ResultJson.Indented));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
