using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Monitoring.Recording;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The files of a report, in the folder of its run.</summary>
internal static class IncidentFiles
{
    /// <summary>Writes both forms; those from before are written over, since the journal behind them is one.</summary>
    public static async Task<IncidentReport> WriteAsync(
        string folder, SafetyRun run, IReadOnlyList<RunEvent> events, IncidentState state, IncidentStanding standing, IOperationHost host, CancellationToken cancellationToken)
    {
        var incident = new Incident(run, events, state, host.Time.GetUtcNow(), host.Time.LocalTimeZone)
        {
            Standing = standing,
            Health = HealthRecords.Read(folder),
            HealthDigest = await HealthRecords.DigestAsync(folder, cancellationToken),
        };
        var markdown = Path.Combine(folder, "incident.md");
        var html = Path.Combine(folder, "incident.html");
        await File.WriteAllTextAsync(markdown, IncidentMarkdown.Write(incident), cancellationToken);
        await File.WriteAllTextAsync(html, IncidentPage.Write(incident), cancellationToken);
        return new IncidentReport(run.RunId, incident.Title, state.Severity, state.ClosedAt is not null, incident.Open, markdown, html, incident.Digest, string.Join(" ", IncidentStory.Of(incident)));
    }
}
