using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Proves a backup.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LogicalBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(bool), typeof(BackupTest))]
public sealed class TestLogicalBackupCommand : DatabaseChangeCommand<TestLogicalBackupOptions>, ITestCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    public string? Backup { get; set; }

    [Parameter]
    public string[] Table { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter FilesOnly { get; set; }

    [Parameter(HelpMessage = "Writes one object per table instead of True or False.")]
    public SwitchParameter Detailed { get; set; }

    Judgement ITestCommand.Judge(object result)
    {
        var test = (BackupTest)result;
        return new Judgement(test.Passed, $"{test.Id} {test.Table}: {string.Join(" ", test.Detail)}");
    }
}
