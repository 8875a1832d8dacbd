using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Writes an incident report.</summary>
[Cmdlet(VerbsCommon.New, "IncidentReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(IncidentReport))]
public sealed class NewIncidentReportCommand : DatabaseChangeCommand<NewIncidentReportOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? RunId { get; set; }

    [Parameter]
    public IncidentSeverity? Severity { get; set; }

    [Parameter]
    [NamedValues]
    public string[] FollowUp { get; set; } = [];

    [Parameter]
    public SwitchParameter Close { get; set; }

    [Parameter]
    public string[] MailTo { get; set; } = [];

    [Parameter]
    public string? MailFrom { get; set; }

    [Parameter]
    public SwitchParameter Webhook { get; set; }

    [Parameter]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter FromDatabase { get; set; }
}
