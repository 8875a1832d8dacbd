using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Monitoring.Recording;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The files of a report, in the folder of its run.</summary>
internal static class IncidentFiles
{
    public const string Markdown = "incident.md";

    /// <summary>Writes all forms that are wanted; those from before are written over, since the journal behind them is one.</summary>
    public static async Task<IncidentReport> WriteAsync(
        string folder, SafetyRun run, IReadOnlyList<RunEvent> events, IncidentState state, IncidentStanding standing, IOperationHost host, CancellationToken cancellationToken)
    {
        var incident = new Incident(run, events, state, host.Time.GetUtcNow(), host.Time.LocalTimeZone)
        {
            Standing = standing,
            Health = HealthRecords.Read(folder),
            HealthDigest = await HealthRecords.DigestAsync(folder, cancellationToken),
        };
        var markdown = await WriteAsync(Markdown, IncidentMarkdown.Write(incident));
        var html = await WriteAsync("incident.html", IncidentPage.Write(incident));
        var mail = state.MailTo.Count > 0 ? await WriteAsync("incident.eml", IncidentMail.Write(incident, folder)) : null;
        var webhook = state.Webhook ? await WriteAsync("incident.webhook.json", IncidentWebhook.Write(incident)) : null;
        return new IncidentReport(run.RunId, incident.Title, state.Severity, state.ClosedAt is not null, incident.Open, markdown, html, incident.Digest, string.Join(" ", IncidentStory.Of(incident)))
        {
            Mail = mail,
            Webhook = webhook,
        };

        async Task<string> WriteAsync(string name, string text)
        {
            var path = Path.Combine(folder, name);
            await File.WriteAllTextAsync(path, text, cancellationToken);
            return path;
        }
    }
}
