using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Checks runbooks.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SafetyRunbook")]
[OutputType(typeof(bool), typeof(RunbookTest))]
public sealed class TestSafetyRunbookCommand : DatabaseCommand<TestSafetyRunbookOptions>, ITestCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunbookCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(HelpMessage = "Writes one object per runbook instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    Judgement ITestCommand.Judge(object result)
    {
        var test = (RunbookTest)result;
        return new Judgement(test.Passed, $"{test.Name}: {string.Join(Environment.NewLine, test.Problems)}");
    }
}
