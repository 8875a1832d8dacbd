using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Asks the applications.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AppHealth")]
[OutputType(typeof(bool), typeof(AppHealth))]
public sealed class TestAppHealthCommand : DatabaseCommand<TestAppHealthOptions>, ITestCommand
{
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

    Judgement ITestCommand.Judge(object result)
    {
        var check = (AppHealth)result;
        return new Judgement(check.Passed || check.PassedBefore == false, $"{check.Name}: {check.Detail}");
    }
}
