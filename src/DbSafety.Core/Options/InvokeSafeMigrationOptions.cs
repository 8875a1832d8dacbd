using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Applies migrations.</summary>
[Command("Invoke", "SafeMigration", typeof(MigrationRun), ShortName = "migrate", Impact = ChangeImpact.Medium,
    Summary = "Applies the pending migrations in the five steps of the written procedure: backup (proven), migration, verification, documentation, approval.")]
public sealed class InvokeSafeMigrationOptions : ScriptableOptions
{
    /// <summary>The last one to apply.</summary>
    [Parameter("The id of the last migration to apply. Default: the newest.", Position = 0, FromPipeline = true, Aliases = ["Id"], Completes = "migrations")]
    public string? To { get; set; }

    /// <summary>Older ones too.</summary>
    [Parameter("Also applies pending migrations that are numbered before an applied one. The journal records it.")]
    public bool AllowOutOfOrder { get; set; }

    /// <summary>No emergency procedure.</summary>
    [Parameter("Does not start the emergency runbook where it fails, also where the policy of the environment would; names its command.")]
    public bool NoEmergency { get; set; }

    /// <summary>The reason.</summary>
    [Parameter("Why this is done; recorded in the journal and in the migration log.")]
    public string? Reason { get; set; }
}
