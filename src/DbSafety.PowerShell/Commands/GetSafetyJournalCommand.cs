using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Journals;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lists the journal's events.</summary>
[Cmdlet(VerbsCommon.Get, "SafetyJournal")]
[OutputType(typeof(SafetyJournalEvent))]
public sealed class GetSafetyJournalCommand : DatabaseCommand<GetSafetyJournalOptions>
{
    [Parameter(Position = 0)]
    public string[] Event { get; set; } = [];

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? RunId { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string[] Migration { get; set; } = [];

    [Parameter]
    public string? By { get; set; }

    [Parameter]
    public DateTimeOffset? Since { get; set; }

    [Parameter]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    [Parameter]
    public SwitchParameter FileOnly { get; set; }
}
