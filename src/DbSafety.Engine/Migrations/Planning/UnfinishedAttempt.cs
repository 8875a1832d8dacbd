using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>An attempt of several steps that began and neither ended nor was taken back.</summary>
/// <param name="Direction">Up, or the rollback of an applied migration.</param>
/// <param name="Started">Its first row.</param>
/// <param name="StepsDone">The steps that are done and remain.</param>
/// <param name="OpenStep">A step outside a transaction that began and whose end is not in the journal.</param>
/// <param name="Failure">The row of its failure; null where it was cut off.</param>
public sealed record UnfinishedAttempt(MigrationDirection Direction, JournalRow Started, IReadOnlyList<int> StepsDone, JournalRow? OpenStep, JournalRow? Failure)
{
    /// <summary>The last batch of a backfill that is done, where its step is not; it names the step and the last key.</summary>
    public JournalRow? Batch { get; init; }

    /// <summary>Where things stand, for a person.</summary>
    public string Describe()
    {
        var what = Direction == MigrationDirection.Up ? "The migration" : "Its rollback";
        var done = StepsDone.Count == 0 ? "no step is done" : $"of its steps {string.Join(", ", StepsDone)} {(StepsDone.Count == 1 ? "is" : "are")} done";
        var open = OpenStep is null ? "" : $"; of step {OpenStep.Entry.Step} ({(string?)OpenStep.Entry.Detail["statement"]}) the end is not known";
        if (Batch is not null)
            open += $"; of step {Batch.Entry.Step} the batches up to ({string.Join(", ", Batch.Entry.Detail[Executing.Batches.BatchStep.LastKey]!.AsArray().Select(value => (string?)value))}) are done";
        var end = Failure is null ? "did not end" : $"failed ({(string?)Failure.Entry.Detail["error"]})";
        return $"{what} {end}, run by {Started.OsUser}@{Started.Host} at {Started.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {done}{open}.";
    }
}
