using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Monitoring.Recording;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>All that a report tells, taken from the run's journal.</summary>
/// <param name="Run">The run.</param>
/// <param name="Events">Its journal.</param>
/// <param name="State">What people said of it.</param>
/// <param name="Written">When the report is written.</param>
/// <param name="Zone">The time zone of who writes it.</param>
internal sealed record Incident(SafetyRun Run, IReadOnlyList<RunEvent> Events, IncidentState State, DateTimeOffset Written, TimeZoneInfo Zone)
{
    /// <summary>How the database was during the run.</summary>
    public IReadOnlyList<HealthRecord> Health { get; init; } = [];

    /// <summary>The SHA-256 of the file of those records, in hexadecimal; null where there is none.</summary>
    public string? HealthDigest { get; init; }

    /// <summary>How things stand with the target.</summary>
    public IncidentStanding Standing { get; init; } = IncidentStanding.None;

    public string Title => $"{Run.Runbook} on {Run.Target ?? "no database"}: {Run.Status}";

    /// <summary>The hash of the journal's last line.</summary>
    public string Digest => Events[^1].Hash;

    /// <summary>The steps that failed, those that the others were made of last.</summary>
    public IReadOnlyList<SafetyRunStep> Failures => [.. Run.Steps.Where(step => step.ErrorId is not null).OrderByDescending(step => step.Address.Length)];

    /// <summary>What is still to be done; nothing where the incident is closed.</summary>
    public IReadOnlyList<string> Open => State.ClosedAt is not null ? [] : [.. OpenItems()];

    // Who was named when the run began; a person who is asked on the way stands among the answers.
    private string Owner => (string?)Events[0].Detail["inputs"]?["owner"] is { Length: > 0 } owner ? $" ({owner})" : "";

    private IEnumerable<string> OpenItems()
    {
        foreach (var mark in Standing.BreakGlass)
            yield return $"{mark}. Others countersign what is owed: dbsafety plans --open";
        if (Run.Question is not null)
            yield return $"The run waits for an answer: {Run.Question}";
        else if (Run.NextStep is not null)
            yield return $"The run has not come to its end: {Run.NextStep}";
        foreach (var step in Failures.Where(step => !step.Address.Contains('.', StringComparison.Ordinal)))
            yield return $"Find out why step {step.Address} failed: {step.Name}{Owner}";
        foreach (var item in State.FollowUps)
            yield return item.Split('=', 2) is [var owner, var what] ? $"{what} ({owner})" : item;
        foreach (var answer in Decisions.Of(this).Where(decision => decision.IsFollowUp))
            yield return answer.Text;
        yield return "Close the incident when all is done.";
    }
}
