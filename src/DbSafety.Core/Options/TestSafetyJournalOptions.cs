using DbSafety.Core.Commands;
using DbSafety.Core.Results.Journals;

namespace DbSafety.Core.Options;

/// <summary>Checks the journal.</summary>
[Command("Test", "SafetyJournal", typeof(JournalCheck), ShortName = "check-journal",
    Summary = "Computes the journal's chains again, compares the database with the file beside the project and with heads that were kept elsewhere, and says where something was changed. Nothing is written.")]
public sealed class TestSafetyJournalOptions : DatabaseOptions
{
    /// <summary>Heads that were kept.</summary>
    [Parameter("Heads that were kept elsewhere, as a report or a plan prints them: position:hash. The chain has to hold each. Those of plans/ are looked for without being named.", Position = 0)]
    public string[] Head { get; set; } = [];

    /// <summary>Without the database.</summary>
    [Parameter("Checks the file beside the project and does not ask the database, which may be lost.")]
    public bool FileOnly { get; set; }
}
