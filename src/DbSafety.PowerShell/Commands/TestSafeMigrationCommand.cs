using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Rehearses migrations.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(bool), typeof(MigrationRehearsal))]
public sealed class TestSafeMigrationCommand : DatabaseChangeCommand<TestSafeMigrationOptions>
{
    private Verdict? _verdict;

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string[] Id { get; set; } = [];

    [Parameter]
    public SwitchParameter Pending { get; set; }

    [Parameter]
    public string? Shadow { get; set; }

    [Parameter]
    public int? MaxData { get; set; }

    [Parameter]
    public SwitchParameter NoData { get; set; }

    [Parameter]
    public SwitchParameter RemoveLeftovers { get; set; }

    [Parameter(HelpMessage = "Writes one object per migration, with certificate and traces, instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    private Verdict Verdict => _verdict ??= new Verdict(this, Detailed);

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        Verdict.Tell();
    }

    protected override void Receive(object result)
    {
        var rehearsal = (MigrationRehearsal)result;
        Verdict.Take(rehearsal, ((ITestedResult)rehearsal).Passed, $"{rehearsal.Id}: {rehearsal.Certificate.Reason}");
    }

    protected override void Receive(DbSafetyException error)
    {
        if (!Verdict.Take(error, MyInvocation.BoundParameters))
            base.Receive(error);
    }
}
