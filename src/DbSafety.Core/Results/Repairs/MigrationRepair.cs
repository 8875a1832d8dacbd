namespace DbSafety.Core.Results.Repairs;

/// <summary>A migration of a run that did not come to its end, and what is there of it.</summary>
/// <param name="Id">The migration's id.</param>
/// <param name="Target">The target's name.</param>
/// <param name="Direction">It was being applied, or rolled back.</param>
/// <param name="State">Of the migration, as the journal and the catalog have it now.</param>
/// <param name="Statements">Each statement of its script.</param>
/// <param name="Sessions">Sessions of the run that the server still has.</param>
/// <param name="Done">What was done about it.</param>
/// <param name="Detail">Where things stand, in a sentence.</param>
/// <param name="Choices">The commands that lead on from here.</param>
public sealed record MigrationRepair(
    string Id,
    string Target,
    MigrationDirection Direction,
    MigrationState State,
    IReadOnlyList<StatementRepair> Statements,
    IReadOnlyList<string> Sessions,
    RepairAction Done,
    string Detail,
    IReadOnlyList<string> Choices);
