using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Recording;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>Takes back everything that a run has applied, the last first, when the applications do not get over it.</summary>
internal sealed class RunRollback(RunContext run, IReadOnlyList<PlannedMigration> planned, List<MigrationRunItem> items)
{
    /// <summary>Always gives the error with which the run ends.</summary>
    public async Task<DbSafetyException> TakeBackAsync(DbSafetyException cause)
    {
        var emergency = new EmergencyRollback(run);
        for (var i = items.Count - 1; i >= 0; i--)
        {
            var migration = planned.First(candidate => candidate.Id == items[i].Id);
            await FailureRecord.TryWriteAsync(run, JournalEvent.VerifyFailed, migration.Id, cause);
            var error = await emergency.TakeBackAppliedAsync(migration, cause);
            if (error.Kind != ErrorKind.FailedRolledBack)
                return error;
            items[i] = items[i] with { Outcome = MigrationOutcome.FailedRolledBack, Detail = cause.Message };
        }

        return new DbSafetyException(cause.Id, ErrorKind.FailedRolledBack, cause.Message, cause)
        {
            State = $"What this run had applied was rolled back: {string.Join(", ", items.Select(item => item.Id))}.",
            NextStep = "See what the applications say with: dbsafety Test-AppHealth; mend the migration or the application, then run: dbsafety migrate",
        };
    }
}
