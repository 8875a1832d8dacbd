using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>A migration that is going to be rolled back.</summary>
/// <param name="Id">The migration's id.</param>
/// <param name="Script">The rollback script, read and checked.</param>
/// <param name="Row">The row that says that it is applied, or that it began.</param>
public sealed record PlannedRollback(string Id, ScriptPlan Script, JournalRow Row)
{
    /// <summary>The unfinished rollback that it goes on with; null for a fresh start.</summary>
    public UnfinishedAttempt? Resumes { get; init; }

    /// <summary>What a person should know before agreeing: the script has changed, or comes from the journal.</summary>
    public string? Note { get; init; }
}
