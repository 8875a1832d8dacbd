namespace DbSafety.Engine.Migrations.Journals;

/// <summary>What a row of the journal tells. In the database the names are written in snake_case.</summary>
public enum JournalEvent
{
    /// <summary>A run begins; its detail names the direction and the migrations it means to run. The intent.</summary>
    RunStarted,

    /// <summary>A migration of several steps begins. One that is a single transaction needs no such row: it is applied, or nothing happened.</summary>
    MigrationStarted,

    /// <summary>A step that cannot run in a transaction begins.</summary>
    StepStarted,

    /// <summary>A batch of a backfill is done; part of its transaction. Its detail names the last key.</summary>
    BatchDone,

    /// <summary>A step is done; for a transaction this row is part of it.</summary>
    StepDone,

    /// <summary>A migration is applied; part of its last transaction.</summary>
    Applied,

    /// <summary>A migration failed and nothing of it remains.</summary>
    Failed,

    /// <summary>A migration, or its rollback, failed, and some of its steps remain.</summary>
    FailedPartly,

    /// <summary>A rollback of several steps begins.</summary>
    RollbackStarted,

    /// <summary>A migration is rolled back; part of the rollback's last transaction.</summary>
    RolledBack,

    /// <summary>A migration was recorded as applied without being run.</summary>
    Registered,

    /// <summary>A verify script passed.</summary>
    Verified,

    /// <summary>A verify script did not pass.</summary>
    VerifyFailed,

    /// <summary>A person asked for a signed approval of a plan; its detail holds the envelope.</summary>
    Requested,

    /// <summary>
    /// A person approved. With a <c>point</c> in its detail, a run stood at that point and was let through: there a request is used up. Without
    /// one, somebody signed that a plan may be run.
    /// </summary>
    Approved,

    /// <summary>A person refused: at a <c>point</c>, or a plan by a signature.</summary>
    Denied,

    /// <summary>An approval after the fact is owed, since nobody could answer.</summary>
    ApprovalOutstanding,

    /// <summary>What a run that was cut off had left behind was taken away; its detail names it.</summary>
    CleanedUp,

    /// <summary>Somebody stops the run from elsewhere; its detail says who.</summary>
    StopRequested,

    /// <summary>A run ended; its detail names the outcome.</summary>
    RunFinished,

    /// <summary>Applications are about to be kept out; its detail is the lease, with the state from before. The run is the lease's id.</summary>
    ApplicationsSuspended,

    /// <summary>Applications were let in again; the run is the lease's id.</summary>
    ApplicationsResumed,

    /// <summary>The guard stopped an attempt at a step; its detail says why, and who waited.</summary>
    GuardTripped,

    /// <summary>A command other than a migration begins to change something; its detail names it. The intent.</summary>
    CommandStarted,

    /// <summary>A command came to its end.</summary>
    CommandFinished,

    /// <summary>A command failed; its detail has the error, and what state it left.</summary>
    CommandFailed,

    /// <summary>A backup set was made; its detail names it and its manifest's digest.</summary>
    BackedUp,

    /// <summary>Backup sets were removed.</summary>
    BackupsRemoved,

    /// <summary>Tables were restored from a backup set.</summary>
    Restored,

    /// <summary>Test data was loaded.</summary>
    SeedsLoaded,

    /// <summary>Sessions of applications were ended, or their queries cancelled.</summary>
    SessionsEnded,
}
