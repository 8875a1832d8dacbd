using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Looks for hazards: True where nothing stops the migrations.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MigrationHazard")]
[OutputType(typeof(bool), typeof(MigrationHazard), typeof(string))]
public sealed class TestMigrationHazardCommand : DatabaseCommand<TestMigrationHazardOptions>
{
    private bool? _passed;

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string[] Id { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(HazardCompleter))]
    public string[] Rule { get; set; } = [];

    [Parameter]
    public string? Environment { get; set; }

    [Parameter]
    public HazardSeverity Severity { get; set; } = HazardSeverity.Info;

    [Parameter]
    public HazardFormat Format { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Output { get; set; }

    [Parameter(HelpMessage = "Writes one object per hazard instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    protected override void ProcessRecord()
    {
        _passed = true;
        base.ProcessRecord();
        if (!Detailed && Format == HazardFormat.List && _passed is { } passed)
            WriteObject(passed);
    }

    protected override void Receive(object result)
    {
        if (result is TextDocument || Detailed)
            base.Receive(result);
        else if (result is MigrationHazard { Stops: true } hazard)
            WriteWarning($"{hazard.Migration}, line {hazard.Line}: {hazard.Rule}, {hazard.Object}: {hazard.Reason}");
    }

    protected override void Receive(DbSafetyException error)
    {
        // That there are hazards is the outcome, and no error of the command.
        _passed = error.Id == "HazardsFound" ? false : null;
        if (_passed is null)
            base.Receive(error);
    }
}
