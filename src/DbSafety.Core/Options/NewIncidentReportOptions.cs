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

    /// <summary>The folder of the runs.</summary>
    [Parameter("The folder of the runs. Default: runs/ of the project, or of the current folder.", Completes = "path")]
    public string? Path { get; set; }

    /// <summary>From the target.</summary>
    [Parameter("Takes the run from the target, which holds a copy of its journal, and writes the journal into the run's folder again where that is lost.")]
    public bool FromDatabase { get; set; }
}
