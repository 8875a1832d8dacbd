using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Looks for damage in a database.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DatabaseIntegrity")]
[OutputType(typeof(bool), typeof(IntegrityCheck))]
public sealed class TestDatabaseIntegrityCommand : DatabaseCommand<TestDatabaseIntegrityOptions>, ITestCommand
{
    [Parameter(Position = 0)]
    public string[] Check { get; set; } = [];

    [Parameter]
    public string[] Schema { get; set; } = [];

    [Parameter]
    public TimeSpan? TimeLimit { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(BackupCompleter))]
    public string? Backup { get; set; }

    [Parameter]
    public string? Path { get; set; }

    [Parameter(HelpMessage = "Writes one object per finding and per check instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    Judgement ITestCommand.Judge(object result)
    {
        var check = (IntegrityCheck)result;
        var remark = check.State == IntegrityState.NotChecked ? $"Not checked: {check.Check} {check.Object}: {check.Detail}" : null;
        return new Judgement(check.State != IntegrityState.Failed, $"{check.Check}, {check.Object}: {check.Detail}", remark);
    }
}
