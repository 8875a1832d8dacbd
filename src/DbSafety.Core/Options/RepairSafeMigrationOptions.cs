using DbSafety.Core.Commands;
using DbSafety.Core.Results.Repairs;

namespace DbSafety.Core.Options;

/// <summary>Looks at what a run that was cut off has left, and puts it right.</summary>
[Command("Repair", "SafeMigration", typeof(MigrationRepair), ShortName = "repair", Many = true, Impact = ChangeImpact.Medium,
    Nothing = "Nothing is left unfinished.",
    Summary = "Tells, statement by statement, what a run that was cut off has left in the database, and finishes it, takes it back, or cleans up.")]
public sealed class RepairSafeMigrationOptions : ScriptableOptions
{
    /// <summary>Which one.</summary>
    [Parameter("The id of an unfinished migration. Default: all that are unfinished.", Position = 0, FromPipeline = true, Completes = "migrations")]
    public string? Id { get; set; }

    /// <summary>Goes on.</summary>
    [Parameter("Goes on to the end of what was begun: applies the rest of a migration, or completes its rollback.")]
    public bool Finish { get; set; }

    /// <summary>Goes back.</summary>
    [Parameter("Takes back what is there of a migration, by its rollback script.")]
    public bool RollBack { get; set; }

    /// <summary>Only tidies.</summary>
    [Parameter("Only takes away debris, such as an invalid index, and ends sessions of the run that the server still has.")]
    public bool CleanUp { get; set; }

    /// <summary>The reason.</summary>
    [Parameter("Why this is done; recorded in the journal and in the migration log.")]
    public string? Reason { get; set; }
}
