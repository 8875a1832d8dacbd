using DbSafety.Core.Commands;
using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Core.Options;

/// <summary>Rehearses migrations.</summary>
[Command("Test", "SafeMigration", typeof(MigrationRehearsal), ShortName = "rehearse", Many = true, Impact = ChangeImpact.Low,
    Summary = "Rehearses pending migrations on a shadow database: up, verify, rollback, comparison, up again. Certifies what each rollback gives back, and traces locks, rewrites and scans.")]
public sealed class TestSafeMigrationOptions : DatabaseOptions
{
    /// <summary>How many megabytes of rows the shadow gets where nothing else is said.</summary>
    public const int DefaultMaxData = 256;

    /// <summary>Which ones.</summary>
    [Parameter("Ids of pending migrations; * and ? match. Those before them are applied to the shadow, too. Default: all that are pending.", Position = 0, FromPipeline = true, Completes = "migrations")]
    public string[] Id { get; set; } = [];

    /// <summary>All that are pending.</summary>
    [Parameter("All that are pending, as without any id.")]
    public bool Pending { get; set; }

    /// <summary>Where the shadow is made.</summary>
    [Parameter("Where the shadow is made: a connection to another server of the same major version, or the word sandbox for a throw-away server. Default: the target's own server, where the role may create databases and no script reaches beyond its database; else a throw-away server.")]
    public string? Shadow { get; set; }

    /// <summary>How much data.</summary>
    [Parameter("How many megabytes of the target's rows the shadow gets at the most. Past that only the tables that a script names come along, then samples, which is said. Default: 256.")]
    public int? MaxData { get; set; }

    /// <summary>No rows.</summary>
    [Parameter("Brings no rows to the shadow: what a rollback loses is then told from synthetic rows and from the statements alone.")]
    public bool NoData { get; set; }

    /// <summary>Only cleans up.</summary>
    [Parameter("Rehearses nothing: removes the shadows that killed rehearsals left on the server, as every rehearsal does before it begins.")]
    public bool RemoveLeftovers { get; set; }
}
