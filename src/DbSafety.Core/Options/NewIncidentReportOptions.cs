using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Core.Options;

/// <summary>Writes an incident report.</summary>
[Command("New", "IncidentReport", typeof(IncidentReport), ShortName = "incident", Impact = ChangeImpact.Low,
    Summary = "Writes the report of an incident from the journal of a run: what happened, when, what was decided by whom, SQL and errors, evidence, and what is still open; as Markdown and as one page.")]
public sealed class NewIncidentReportOptions : DatabaseOptions
{
    /// <summary>Which run.</summary>
    [Parameter("The id of the run, or the beginning of one. Default: the newest.", Position = 0, FromPipeline = true, Completes = "runs")]
    public string? RunId { get; set; }

    /// <summary>How bad it is.</summary>
    [Parameter("How bad it is: Low, Medium, High or Critical. Default: what the report said before, or High.")]
    public IncidentSeverity? Severity { get; set; }

    /// <summary>What is to be done.</summary>
    [Parameter("What is to be done after it, each as owner=what; they stand in the report as open.")]
    public string[] FollowUp { get; set; } = [];

    /// <summary>Closes it.</summary>
    [Parameter("Closes the incident: nothing is open any more. The report says who closed it and when.")]
    public bool Close { get; set; }

    /// <summary>Who gets it as a mail.</summary>
    [Parameter("Also writes the report as a mail of plain text to these addresses, incident.eml, which a mail program sends: sendmail -t < incident.eml. It is not sent. Default: those that the report had before.")]
    public string[] MailTo { get; set; } = [];

    /// <summary>Who the mail is from.</summary>
    [Parameter("The address that the mail is from. Default: what the report had before, or dbsafety at this machine.")]
    public string? MailFrom { get; set; }

    /// <summary>For a webhook.</summary>
    [Parameter("Also writes the report as one JSON document, incident.webhook.json, to be posted to a chat or a pager; its text is the summary. It is not posted.")]
    public bool Webhook { get; set; }

    /// <summary>The folder of the runs.</summary>
    [Parameter("The folder of the runs. Default: runs/ of the project, or of the current folder.", Completes = "path")]
    public string? Path { get; set; }

    /// <summary>From the target.</summary>
    [Parameter("Takes the run from the target, which holds a copy of its journal, and writes the journal into the run's folder again where that is lost.")]
    public bool FromDatabase { get; set; }
}
