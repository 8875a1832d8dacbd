namespace DbSafety.Core.Results.Runs;

/// <summary>The document of an incident, made from the journal of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Title">What happened, in a line.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Closed">Somebody closed it.</param>
/// <param name="Open">What is still to be done.</param>
/// <param name="Markdown">The path of the Markdown file.</param>
/// <param name="Html">The path of the page.</param>
/// <param name="Digest">The hash of the journal's last line, which covers all before it.</param>
/// <param name="Summary">The whole in a few sentences, for a message or a mail.</param>
public sealed record IncidentReport(
    string RunId,
    string Title,
    IncidentSeverity Severity,
    bool Closed,
    IReadOnlyList<string> Open,
    string Markdown,
    string Html,
    string Digest,
    string Summary)
{
    /// <summary>The path of the mail; null where none was wanted.</summary>
    public string? Mail { get; init; }

    /// <summary>The path of the JSON document for a webhook; null where none was wanted.</summary>
    public string? Webhook { get; init; }
}
