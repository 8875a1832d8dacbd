using System.Globalization;
using System.Text;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The report as a mail of plain text (RFC 5322), ready to be handed to a mail program; what is longer is in the files that it names.</summary>
internal static class IncidentMail
{
    private const int Width = 72;

    public static string Write(Incident incident, string folder)
    {
        var from = incident.State.MailFrom ?? "dbsafety@localhost";
        var mail = new StringBuilder();
        void Header(string name, string value) => mail.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

        Header("Date", incident.Written.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Header("From", from);
        Header("To", string.Join(",\r\n ", incident.State.MailTo));
        Header("Subject", QuotedPrintable.Header($"[{incident.State.Severity}] {(incident.State.ClosedAt is null ? "" : "Closed: ")}{incident.Title}"));
        Header("Message-ID", $"<{incident.Run.RunId}.{incident.Digest[..16]}.{incident.Written.ToUnixTimeMilliseconds()}@{from.Split('@')[^1]}>");
        Header("Auto-Submitted", "auto-generated");
        Header("MIME-Version", "1.0");
        Header("Content-Type", "text/plain; charset=utf-8");
        Header("Content-Transfer-Encoding", "quoted-printable");
        mail.Append("\r\n");
        return mail.Append(QuotedPrintable.Body(Text(incident, folder))).ToString();
    }

    private static string Text(Incident incident, string folder)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Wrap(incident.Title, "")}\nSeverity {incident.State.Severity}. {IncidentMarkdown.Status(incident)}\n");
        Part("What happened", IncidentStory.Of(incident));
        Part("Still open", incident.Open.DefaultIfEmpty("Nothing."));
        Part("Decisions", Decisions.Of(incident).Select(item => $"{IncidentStory.Utc(item.Time)}, {item.Step}: {item.Text} ({item.By})"));
        Part("Errors", IncidentErrors.Of(incident).Select(item => $"Step {item.Address}, {item.Step}: {string.Join("; ", IncidentErrors.Facts(item.Error).Select(fact => $"{fact.What}: {fact.Text}"))}"));
        Part("Evidence", [.. IncidentEvidence.Of(incident).Select(item => $"{item.What}: {item.Text}"), $"The whole report: {Path.Combine(folder, IncidentFiles.Markdown)}"]);
        return text.ToString();

        void Part(string title, IEnumerable<string> lines)
        {
            var all = lines.ToList();
            if (all.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"\n{title}\n{new string('-', title.Length)}\n");
            foreach (var line in all)
                text.Append(Wrap(line, "  ")).Append('\n');
        }
    }

    /// <summary>Breaks a line between words; the lines that follow the first are indented as its text is.</summary>
    private static string Wrap(string text, string indent)
    {
        var bullet = indent.Length == 0 ? "" : "- ";
        var result = new StringBuilder(bullet);
        var length = bullet.Length;
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (length > bullet.Length && length + 1 + word.Length > Width)
            {
                result.Append('\n').Append(indent);
                length = indent.Length;
            }
            else if (length > bullet.Length)
            {
                result.Append(' ');
                length++;
            }

            result.Append(word);
            length += word.Length;
        }

        return result.ToString();
    }
}
