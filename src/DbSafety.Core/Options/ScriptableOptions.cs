using DbSafety.Core.Commands;

namespace DbSafety.Core.Options;

/// <summary>What a command takes that can write its SQL down instead of running it.</summary>
public abstract class ScriptableOptions : DatabaseOptions
{
    /// <summary>Only writes the SQL.</summary>
    [Parameter("Writes the SQL that it would run, for psql, and runs none of it. Backups, proofs, checks, approvals and the record of the run are not in it.")]
    public bool OutputScript { get; set; }
}
