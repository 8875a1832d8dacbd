using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Rolls migrations back.</summary>
[Command("Undo", "SafeMigration", typeof(MigrationRun), ShortName = "rollback", Impact = ChangeImpact.High,
    Summary = "Rolls back an applied migration, and those applied after it, in the five steps of the written procedure.")]
public sealed class UndoSafeMigrationOptions : ScriptableOptions
{
    /// <summary>Which one.</summary>
    [Parameter("The id of the migration to roll back. Those applied after it are named, confirmed and rolled back first.", Position = 0, FromPipeline = true, Completes = "migrations")]
    public string? Id { get; set; }

    /// <summary>The last ones.</summary>
    [Parameter("Rolls back so many of the last applied migrations.")]
    public int? Last { get; set; }

    /// <summary>All of them.</summary>
    [Parameter("Rolls back every applied migration.")]
    public bool All { get; set; }

    /// <summary>Not those after it.</summary>
    [Parameter("Rolls back only that one and leaves those applied after it. Refused unless a rehearsal on a shadow shows that they do not depend on it.")]
    public bool Only { get; set; }

    /// <summary>No data from the backup.</summary>
    [Parameter("Does not bring back from the backup what the rollback scripts could not give back, such as the values of a dropped column; names the commands that do.")]
    public bool SkipRestore { get; set; }

    /// <summary>No emergency procedure.</summary>
    [Parameter("Does not start the emergency runbook where it fails, also where the policy of the environment would; names its command.")]
    public bool NoEmergency { get; set; }

    /// <summary>The reason.</summary>
    [Parameter("Why this is done; recorded in the journal and in the migration log.")]
    public string? Reason { get; set; }
}
