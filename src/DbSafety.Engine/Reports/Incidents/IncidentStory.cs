using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>What happened, in sentences.</summary>
internal static class IncidentStory
{
    public static IReadOnlyList<string> Of(Incident incident)
    {
        var run = incident.Run;
        var lines = new List<string>
        {
            $"{run.Operator} carried out the runbook {run.Runbook} on {run.Target ?? "no database"}, from {Utc(run.Started)}{(run.Ended is { } ended ? $" to {Utc(ended)} ({Span(ended - run.Started!.Value)})" : "")}.",
        };
        if (IncidentCause.Sentence(incident) is { } cause)
            lines.Insert(0, cause);
        lines.AddRange(incident.Failures.Where(step => !incident.Failures.Any(other => other != step && other.Address.StartsWith(step.Address, StringComparison.Ordinal)))
            .OrderBy(step => step.Started).Select(step => $"Step {step.Address}, {step.Name}, failed: {step.Detail}"));
        lines.AddRange(incident.Events.Where(item => item.Kind == RunEventKind.Escalated).Select(item => $"At step {item.Address} the runbook {(string?)item.Detail["to"]} took over."));
        lines.Add(End(run));
        return lines;
    }

    public static string Utc(DateTimeOffset? time) => time is { } moment ? $"{moment.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "";

    public static string Span(TimeSpan? span) => span switch
    {
        null => "",
        { TotalSeconds: < 1 } short_ => FormattableString.Invariant($"{short_.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } seconds => FormattableString.Invariant($"{seconds.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } minutes => FormattableString.Invariant($"{(int)minutes.TotalMinutes} min {minutes.Seconds} s"),
        { } hours => FormattableString.Invariant($"{(int)hours.TotalHours} h {hours.Minutes} min"),
    };

    private static string End(SafetyRun run) => run.Status switch
    {
        RunStatus.Succeeded => "Every step was carried out, and none failed.",
        RunStatus.Recovered => "The runbook provides for going on after that, and the rest of it was carried out.",
        RunStatus.Escalated => "That runbook was carried out whole.",
        RunStatus.Failed => "Nothing took the place of what failed; the run ended there.",
        RunStatus.Waiting => $"The run waits for a person: {run.Question}",
        RunStatus.Cancelled => "The run was stopped by a person, and can be resumed.",
        RunStatus.Interrupted => "The process that carried it out is gone; the run can be resumed.",
        _ => "The run is still under way as this is written.",
    };
}
