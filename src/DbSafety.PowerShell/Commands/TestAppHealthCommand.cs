using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Asks the applications.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AppHealth")]
[OutputType(typeof(bool), typeof(AppHealth))]
public sealed class TestAppHealthCommand : DatabaseCommand<TestAppHealthOptions>
{
    private Verdict? _verdict;

    [Parameter(Position = 0, ValueFromPipeline = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public string? SaveBaseline { get; set; }

    [Parameter]
    public string? Baseline { get; set; }

    [Parameter]
    public int? ThrottleLimit { get; set; }

    [Parameter(HelpMessage = "Writes one object per check instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    private Verdict Verdict => _verdict ??= new Verdict(this, Detailed);

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        Verdict.Tell();
    }

    protected override void Receive(object result)
    {
        var check = (AppHealth)result;
        Verdict.Take(check, check.Passed || check.PassedBefore == false, $"{check.Name}: {check.Detail}");
    }

    protected override void Receive(DbSafetyException error)
    {
        if (!Verdict.Take(error, MyInvocation.BoundParameters))
            base.Receive(error);
    }
}
