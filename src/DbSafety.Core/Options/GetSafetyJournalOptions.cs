using DbSafety.Core.Commands;
using DbSafety.Core.Results.Journals;

namespace DbSafety.Core.Options;

/// <summary>Lists the journal's events.</summary>
[Command("Get", "SafetyJournal", typeof(SafetyJournalEvent), ShortName = "journal", Many = true,
    Summary = "Lists what was done to a target, by whom and when: the events of its journal, with those that only the file beside the project has.")]
public sealed class GetSafetyJournalOptions : DatabaseOptions
{
    /// <summary>Which events.</summary>
    [Parameter("Only these events, such as applied, rolled_back, restored or command_failed; * and ? match.", Position = 0)]
    public string[] Event { get; set; } = [];

    /// <summary>Which run.</summary>
    [Parameter("Only the events of this run, command or lease: its id, or the beginning of one.", FromPipeline = true)]
    public string? RunId { get; set; }

    /// <summary>Which migration.</summary>
    [Parameter("Only the events of these migrations; * and ? match.", Completes = "migrations")]
    public string[] Migration { get; set; } = [];

    /// <summary>By whom.</summary>
    [Parameter("Only what this account did; * and ? match.")]
    public string? By { get; set; }

    /// <summary>From when on.</summary>
    [Parameter("Only events from this moment on, such as 2026-11-22 or 2026-11-22T14:00:00Z.")]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Until when.</summary>
    [Parameter("Only events before this moment.")]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The newest ones.</summary>
    [Parameter("Only the newest so many of them.")]
    public int? Last { get; set; }

    /// <summary>Without the database.</summary>
    [Parameter("Reads the file beside the project and does not ask the database, which may be lost.")]
    public bool FileOnly { get; set; }
}
