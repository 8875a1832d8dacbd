using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Journals;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Checks the journal.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SafetyJournal")]
[OutputType(typeof(bool), typeof(JournalCheck))]
public sealed class TestSafetyJournalCommand : DatabaseCommand<TestSafetyJournalOptions>, ITestCommand
{
    [Parameter(Position = 0)]
    public string[] Head { get; set; } = [];

    [Parameter]
    public SwitchParameter FileOnly { get; set; }

    [Parameter(HelpMessage = "Writes one object with all findings instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    Judgement ITestCommand.Judge(object result)
    {
        var check = (JournalCheck)result;
        var notices = string.Join(Environment.NewLine, check.Findings.Where(finding => finding.IsNotice).Select(finding => $"{finding.Id}: {finding.Message}"));
        return new Judgement(check.Passed, string.Join(Environment.NewLine, check.Findings.Where(finding => !finding.IsNotice).Select(finding => $"{finding.Id}: {finding.Message}")),
            notices.Length > 0 ? notices : null);
    }
}
