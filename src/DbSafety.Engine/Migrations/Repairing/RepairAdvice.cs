using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;

namespace DbSafety.Engine.Migrations.Repairing;

/// <summary>Puts what was found of a migration into words, and names the ways on from there.</summary>
internal static class RepairAdvice
{
    public static MigrationRepair Of(
        MigrationRecord record, UnfinishedAttempt attempt, RunPreparation found, IReadOnlyList<StatementRepair> statements, IReadOnlyList<string> sessions)
    {
        var choices = new List<string>();
        if (sessions.Count > 0)
            choices.Add($"dbsafety repair {record.Id} --clean-up (ends what the server still has of the run)");
        choices.Add($"dbsafety repair {record.Id} --finish ({(attempt.Direction == MigrationDirection.Up ? "applies the rest" : "completes the rollback")})");
        if (attempt.Direction == MigrationDirection.Up && (found.Catalog.Find(record.Id)?.Rollback is not null || attempt.Started.Entry.RollbackScript is not null))
            choices.Add($"dbsafety repair {record.Id} --roll-back (runs its rollback script)");
        if (sessions.Count == 0 && statements.Any(statement => statement.State == StatementState.Debris))
            choices.Add($"dbsafety repair {record.Id} --clean-up (takes away the debris and leaves the rest)");
        return new MigrationRepair(record.Id, found.Target.Name, attempt.Direction, State(attempt.Direction, statements), statements, sessions, RepairAction.None,
            Sentence(attempt, statements), choices);
    }

    /// <summary>A migration of one transaction, of a run whose end is not in the journal.</summary>
    public static MigrationRepair Whole(string id, RunPreparation found, bool isApplied, IReadOnlyList<StatementRepair> statements, IReadOnlyList<string> sessions)
    {
        var run = found.History.OpenRun!;
        var direction = (string?)run.Entry.Detail["direction"] == "rollback" ? MigrationDirection.Rollback : MigrationDirection.Up;
        return new MigrationRepair(id, found.Target.Name, direction, isApplied ? MigrationState.Applied : MigrationState.Pending, statements, sessions, RepairAction.None,
            $"Run {run.RunId} of {run.OsUser}@{run.Host} did not come to its end: {id} is {(isApplied ? "applied" : "not applied")}, and nothing lies in between.",
            isApplied == (direction == MigrationDirection.Up) ? [] : [direction == MigrationDirection.Up ? "dbsafety migrate" : $"dbsafety rollback {id}"]);
    }

    private static MigrationState State(MigrationDirection direction, IReadOnlyList<StatementRepair> statements)
    {
        var (before, after) = direction == MigrationDirection.Up ? (MigrationState.Pending, MigrationState.Applied) : (MigrationState.Applied, MigrationState.Pending);
        return statements.Count == 0 || statements.Any(statement => statement.State is StatementState.Unknown or StatementState.Running) ? MigrationState.Unknown
            : statements.All(statement => statement.State is StatementState.NotApplied) ? before
            : statements.All(statement => statement.State is StatementState.Applied) ? after
            : MigrationState.Partial;
    }

    private static string Sentence(UnfinishedAttempt attempt, IReadOnlyList<StatementRepair> statements)
    {
        int Count(StatementState state) => statements.Count(statement => statement.State == state);
        var parts = new List<string> { $"{Count(StatementState.Applied)} of {statements.Count} statements are done" };
        if (statements.FirstOrDefault(statement => statement.State == StatementState.Debris) is { } debris)
            parts.Add($"line {debris.Line} has left {debris.Detail}");
        if (statements.FirstOrDefault(statement => statement.State == StatementState.Running) is { } running)
            parts.Add($"line {running.Line}: {running.Detail}");
        if (statements.FirstOrDefault(statement => statement.State == StatementState.Unknown) is { } unknown)
            parts.Add($"line {unknown.Line}: {unknown.Detail}");
        return $"{attempt.Describe()} {string.Join("; ", parts)}.";
    }
}
