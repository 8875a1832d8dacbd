using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Rehearses migrations.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(bool), typeof(MigrationRehearsal))]
public sealed class TestSafeMigrationCommand : CollectingCommand<TestSafeMigrationOptions>, ITestCommand
{
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

    /// <summary>Migrations stand on each other: they are rehearsed as one chain, which passes or does not.</summary>
    protected override string Collects => nameof(Id);

    protected override string[] Piped(TestSafeMigrationOptions options) => options.Id;

    protected override void Take(TestSafeMigrationOptions options, string[] names) => options.Id = names;

    Judgement ITestCommand.Judge(object result)
    {
        var rehearsal = (MigrationRehearsal)result;
        return new Judgement(((ITestedResult)rehearsal).Passed, $"{rehearsal.Id}: {rehearsal.Certificate.Reason}");
    }
}
