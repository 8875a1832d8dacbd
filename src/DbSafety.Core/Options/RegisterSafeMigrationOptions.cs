using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Adopts a database.</summary>
[Command("Register", "SafeMigration", typeof(MigrationInfo), ShortName = "baseline", Many = true, Impact = ChangeImpact.Medium,
    Summary = "Records migrations as applied without running them, for a database that another tool or a person brought to that state.")]
public sealed class RegisterSafeMigrationOptions : ScriptableOptions
{
    /// <summary>The last one.</summary>
    [Parameter("The id of the last migration that the database already holds.", Position = 0, Completes = "migrations")]
    public string? To { get; set; }

    /// <summary>From another tool's journal.</summary>
    [Parameter("Takes what is applied from the journal of another tool that is found in the database (DbUp, dbops, Flyway, golang-migrate, dbmate, goose). That journal is only read.")]
    public bool FromJournal { get; set; }

    /// <summary>The reason.</summary>
    [Parameter("Why this is right; recorded in the journal.")]
    public string? Reason { get; set; }
}
