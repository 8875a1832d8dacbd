using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Reports.Incidents;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Reports;

/// <summary>A report as a mail and as a document for a webhook.</summary>
public sealed class IncidentMessageTests : IDisposable
{
    private const string Name = "Zweites Lager – größer, schöner, und mit einem Namen, der für eine Zeile viel zu lang ist";
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-messages-").FullName;

    public IncidentMessageTests()
    {
        Directory.CreateDirectory(RunFolder);
        using var journal = RunJournal.Open(RunFolder, TimeProvider.System);
        journal.Append(RunEventKind.RunStarted, null, new JsonObject { ["runbook"] = "migration-failed", ["target"] = Name, ["operator"] = "ann@box", ["digests"] = new JsonObject { ["migration-failed"] = new string('a', 64) } });
        journal.Append(RunEventKind.StepStarted, "1", new JsonObject { ["name"] = "Stop = halt" });
        journal.Append(RunEventKind.StepEnded, "1", new JsonObject
        {
            ["name"] = "Stop = halt",
            ["state"] = "failed",
            ["error"] = new JsonObject { ["id"] = "Broken", ["kind"] = "CheckFailed", ["message"] = "Spalte »Preis« fehlt", ["sqlState"] = "42703", ["script"] = "rollback/" + new string('x', 120) + ".sql", ["line"] = 3 },
        });
        journal.Append(RunEventKind.Answered, "2", new JsonObject { ["answer"] = "stop", ["by"] = "bob@console" });
        journal.Append(RunEventKind.RunEnded, null, new JsonObject { ["status"] = "failed" });
    }

    private string RunFolder => Path.Combine(_folder, "20260101T000000Z-ab12");

    [Fact]
    public async Task A_report_is_a_mail_and_a_document_only_where_that_is_asked_for()
    {
        var report = await WriteAsync(new());
        Assert.Equal((null, null), (report.Mail, report.Webhook));
        Assert.Equal(["incident.html", "incident.json", "incident.md", "journal.jsonl"], Directory.GetFiles(RunFolder).Select(Path.GetFileName).Where(name => name != "lock").Order());
    }

    [Fact]
    public async Task The_mail_is_clean_and_says_the_same_as_the_report()
    {
        var report = await WriteAsync(new() { MailTo = ["dba@example.org", "shop@example.org"], Severity = IncidentSeverity.Critical });
        var text = Encoding.ASCII.GetString(await File.ReadAllBytesAsync(report.Mail!));

        // RFC 5322: CRLF, ASCII, lines of 78 characters at most, an empty line after the headers, Date and From exactly once.
        Assert.DoesNotMatch("(?<!\r)\n|\r(?!\n)", text);
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 78 && line.All(letter => letter is >= ' ' and <= '~'), line));
        var parts = text.Split("\r\n\r\n", 2);
        var headers = Regex.Replace(parts[0], "\r\n ", " ").Split("\r\n").Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.True(DateTimeOffset.TryParseExact(headers["Date"], "ddd, dd MMM yyyy HH:mm:ss zz'00'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), headers["Date"]);
        Assert.Equal("dbsafety@testbench", headers["From"]);
        Assert.Equal("dba@example.org, shop@example.org", headers["To"]);
        Assert.Equal($"[Critical] {report.Title}", Decoded(headers["Subject"]));
        Assert.Matches("^<20260101T000000Z-ab12\\.[^ ]+@testbench>$", headers["Message-ID"]);
        Assert.Equal("quoted-printable", headers["Content-Transfer-Encoding"]);

        var body = Body(parts[1]);
        foreach (var told in new[] { report.Title, "Severity Critical. Open.", "What happened", "Step 1, Stop = halt, failed: Spalte »Preis« fehlt", "Still open", "Decisions", "stop (bob@console)", "SQLSTATE: 42703", new string('x', 120) + ".sql, line 3", report.Digest, Path.Combine(RunFolder, "incident.md") })
            Assert.Contains(told, Regex.Replace(body, "\\s+", " "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_for_a_webhook_is_one_json_object_with_a_text_for_people()
    {
        var report = await WriteAsync(new() { Webhook = true });
        var document = JsonDocument.Parse(await File.ReadAllBytesAsync(report.Webhook!)).RootElement;
        Assert.Equal(("dbsafety.incident", 1, "high", false), (document.GetProperty("kind").GetString(), document.GetProperty("version").GetInt32(), document.GetProperty("severity").GetString(), document.GetProperty("closed").GetBoolean()));
        Assert.Contains("Stop = halt, failed: Spalte »Preis« fehlt", document.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("\nOpen: ", document.GetProperty("text").GetString(), StringComparison.Ordinal);
        var error = Assert.Single(document.GetProperty("errors").EnumerateArray());
        Assert.Equal(("1", "Broken", "42703", 3), (error.GetProperty("step").GetString(), error.GetProperty("id").GetString(), error.GetProperty("sqlState").GetString(), error.GetProperty("line").GetInt32()));
        Assert.Equal("bob@console", Assert.Single(document.GetProperty("decisions").EnumerateArray()).GetProperty("by").GetString());
        Assert.Equal((report.RunId, report.Digest, "failed"), (document.GetProperty("run").GetString(), document.GetProperty("digest").GetString(), document.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Both_are_written_again_when_the_incident_is_closed()
    {
        await WriteAsync(new() { MailTo = ["dba@example.org"], MailFrom = "farm@example.org", Webhook = true });
        var report = await WriteAsync(new() { Close = true });
        Assert.Contains("Closed: ", Decoded(Regex.Match(Regex.Replace(await File.ReadAllTextAsync(report.Mail!), "\r\n ", " "), "Subject: (.*)\r\n").Groups[1].Value), StringComparison.Ordinal);
        Assert.Contains("From: farm@example.org\r\n", await File.ReadAllTextAsync(report.Mail!), StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(await File.ReadAllBytesAsync(report.Webhook!)).RootElement.GetProperty("closed").GetBoolean());
    }

    [Theory]
    [InlineData("dba@example.org\r\nBcc: other@example.org")]
    [InlineData("dba")]
    [InlineData("Ann <ann@example.org>")]
    [InlineData("änn@example.org")]
    [InlineData("a@example.org, b@example.org")]
    public async Task What_is_not_one_address_is_refused_before_anything_is_written(string address)
    {
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => WriteAsync(new() { MailTo = [address] }));
        Assert.Equal("MailAddressInvalid", error.Id);
        Assert.Empty(Directory.GetFiles(RunFolder, "incident*"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("a b \t")]
    [InlineData("über ÜBER 漢字 🍏 and on and on, until the line is long enough to be broken more than once, as lines of a report often are")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void What_is_encoded_is_decoded_to_the_same(string text)
    {
        Assert.Equal(text + "\n", Body(QuotedPrintable.Body(text)).ReplaceLineEndings("\n"));
        Assert.Equal(text.Trim(), Decoded(Regex.Replace(QuotedPrintable.Header(text), "\r\n ", " ")));
        Assert.All(QuotedPrintable.Header(text).Split("\r\n"), line => Assert.True(line.Length <= 76, line));
        Assert.All(QuotedPrintable.Body(text).Split("\r\n"), line => Assert.True(line.Length <= 76, line));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<IncidentReport> WriteAsync(NewIncidentReportOptions options)
    {
        (options.RunId, options.Path) = (Path.GetFileName(RunFolder), _folder);
        var host = new TestHost { WorkingDirectory = _folder };
        await new OperationRunner().RunAsync(options, host, default);
        return Assert.Single(host.ResultsOf<IncidentReport>());
    }

    // Read as a mail program reads it, and not by the code that wrote it.
    private static string Body(string text) => Bytes(Regex.Replace(text, "=\r\n", ""));

    private static string Decoded(string header) =>
        Regex.Replace(Regex.Replace(header, @"\?= =\?", "?==?"), @"=\?utf-8\?Q\?([^?]*)\?=", word => "\u0001" + word.Groups[1].Value.Replace('_', ' ') + "\u0002") is var marked
            ? marked.Contains('\u0001', StringComparison.Ordinal) ? Bytes(marked.Replace("\u0001", "", StringComparison.Ordinal).Replace("\u0002", "", StringComparison.Ordinal)) : marked
            : "";

    private static string Bytes(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
