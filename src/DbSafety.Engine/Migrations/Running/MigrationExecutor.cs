using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Recording;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>Applies one migration: runs it, verifies it, and takes it back when either fails.</summary>
internal sealed class MigrationExecutor(RunContext run, ScriptSession session)
{
    private readonly ScriptRunner _scripts = new(run, session);
    private readonly EmergencyRollback _emergency = new(run);
    private readonly VerifyRunner _verify = new(run.Sessions, run.Limits);

    /// <summary>Applies it.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="tables">Existing tables that it affects.</param>
    /// <param name="fingerprint">The fingerprint of the schema as it is now; null where it was not taken.</param>
    /// <exception cref="DbSafetyException">It failed; the error says what became of it.</exception>
    public async Task<MigrationRunItem> ApplyAsync(
        PlannedMigration migration, IReadOnlyList<string> tables, string? fingerprint, CancellationToken cancellationToken)
    {
        var began = run.Host.Time.GetTimestamp();
        session.TakeNotices();
        var result = await _scripts.RunAsync(migration.Up, migration.Resumes, Entry(JournalEvent.MigrationStarted, migration),
            () => Applied(migration, fingerprint, run.Host.Time.GetElapsedTime(began)), cancellationToken);
        if (result.Error is not null)
            throw await _emergency.FailedAsync(migration, result, run.Host.Time.GetElapsedTime(began));

        var notices = session.TakeNotices();
        await session.ResetAfterAsync(migration.Up, cancellationToken);
        await VerifyAsync(migration, cancellationToken);
        return new MigrationRunItem(migration.Id, MigrationOutcome.Succeeded, migration.Up.Statements.Count(), migration.Up.Steps.Count, tables,
            run.Host.Time.GetElapsedTime(began), notices, Detail(migration));
    }

    private async Task VerifyAsync(PlannedMigration migration, CancellationToken cancellationToken)
    {
        if (migration.Verify is null)
            return;
        DbSafetyException? failure;
        try
        {
            failure = await _verify.RunAsync(migration.Verify, migration.Source.VerifyPassesUnlessError, cancellationToken);
        }
        catch (DbSafetyException error)
        {
            // No session could be had for it: that says nothing of the migration, which is applied.
            throw FailureReports.NotAsked(migration.Id, error);
        }

        if (failure is not null)
            throw await _emergency.NotVerifiedAsync(migration, failure);
        await run.Journal.AppendAsync(session.Connection, run.Entry(JournalEvent.Verified, migration.Id), cancellationToken);
    }

    private JournalEntry Applied(PlannedMigration migration, string? fingerprint, TimeSpan duration)
    {
        var entry = Entry(JournalEvent.Applied, migration) with { BackupId = run.BackupId, Fingerprint = fingerprint, Duration = duration };
        entry.Detail["statements"] = migration.Up.Statements.Count();
        entry.Detail["steps"] = migration.Up.Steps.Count;
        entry.Detail["lock_timeout_ms"] = (long)(migration.Up.Header.LockTimeout ?? run.Limits.LockTimeout).TotalMilliseconds;
        entry.Detail["statement_timeout_ms"] = (long)(migration.Up.Header.StatementTimeout ?? run.Limits.StatementTimeout).TotalMilliseconds;
        if (run.Limits.Guard.Enabled)
            entry.Detail["waiting_sessions"] = migration.Up.Header.WaitingSessions ?? run.Limits.Guard.WaitingSessions;
        if (migration.IsOutOfOrder)
            entry.Detail["out_of_order"] = true;
        if (migration.Irreversible is { } reason)
            entry.Detail["irreversible"] = reason;
        if (session.PeekNotices() is { Count: > 0 } notices)
            entry.Detail["notices"] = new JsonArray([.. notices.Take(50).Select(notice => JsonValue.Create(notice))]);
        return entry;
    }

    private JournalEntry Entry(JournalEvent what, PlannedMigration migration)
    {
        var entry = run.Entry(what, migration.Id) with
        {
            Checksum = migration.Up.Source.Checksum,
            RawChecksum = migration.Up.Source.RawHash,
            UpScript = migration.Up.Key,
            RollbackScript = migration.Rollback?.Key,
            VerifyScript = migration.Verify?.Key,
        };
        entry.Detail[ChecksumRule.Loose] = migration.Up.Source.LooseHash;
        return entry;
    }

    private static string? Detail(PlannedMigration migration)
    {
        List<string> detail = [];
        if (migration.Resumes is { StepsDone.Count: > 0 } earlier)
            detail.Add($"went on with an unfinished attempt, from step {migration.FirstStep}; the steps {string.Join(", ", earlier.StepsDone)} were done before");
        if (migration.IsOutOfOrder)
            detail.Add("out of order");
        if (migration.Irreversible is { } reason)
            detail.Add($"irreversible: {reason}");
        detail.Add(migration.Verify is null ? "no verify script" : "verified");
        return string.Join("; ", detail);
    }
}
