using System.Management.Automation;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Journals;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Checks the journal.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SafetyJournal")]
[OutputType(typeof(bool), typeof(JournalCheck))]
public sealed class TestSafetyJournalCommand : DatabaseCommand<TestSafetyJournalOptions>
{
    private Verdict? _verdict;

    [Parameter(Position = 0)]
    public string[] Head { get; set; } = [];

    [Parameter]
    public SwitchParameter FileOnly { get; set; }

    [Parameter(HelpMessage = "Writes one object with all findings instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    private Verdict Verdict => _verdict ??= new Verdict(this, Detailed);

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        Verdict.Tell();
    }

    protected override void Receive(object result)
    {
        var check = (JournalCheck)result;
        Verdict.Take(check, check.Passed, string.Join(Environment.NewLine, check.Findings.Where(finding => !finding.IsNotice).Select(finding => $"{finding.Id}: {finding.Message}")));
        foreach (var notice in Detailed ? [] : check.Findings.Where(finding => finding.IsNotice))
            WriteVerbose($"{notice.Id}: {notice.Message}");
    }

    protected override void Receive(DbSafetyException error)
    {
        if (!Verdict.Take(error, MyInvocation.BoundParameters))
            base.Receive(error);
    }
}
