using DbSafety.Core.Results.Journals;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Forecasts;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Plans;

/// <summary>What a plan is made of.</summary>
internal sealed record PlanInputs
{
    public required IReadOnlyList<PlannedMigration> Planned { get; init; }

    public required IReadOnlyList<JudgedScript> Judged { get; init; }

    public required AffectedTables Affected { get; init; }

    /// <summary>The bytes of the tables that are backed up, by their names.</summary>
    public required IReadOnlyDictionary<string, long> Sizes { get; init; }

    /// <summary>The journal is empty: nothing was ever changed here.</summary>
    public required bool IsFirst { get; init; }

    public required DatabaseIdentity Identity { get; init; }

    /// <summary>The digest of the approval policy.</summary>
    public required string Policy { get; init; }

    public string? Fingerprint { get; init; }

    /// <summary>The end of the journal's chain.</summary>
    public JournalHead? Journal { get; init; }

    /// <summary>What earlier runs still owe.</summary>
    public IReadOnlyList<string> Owed { get; init; } = [];

    public TrafficSample? Traffic { get; init; }

    /// <summary>Rehearsals of these very scripts, by the migration's id.</summary>
    public IReadOnlyDictionary<string, MigrationRehearsal> Rehearsals { get; init; } = new Dictionary<string, MigrationRehearsal>();
}
