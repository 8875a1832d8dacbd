using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>
/// Writes a failure into the journal, over a session of its own. It comes after the fact: that it cannot be written does not change
/// what happened, and is said.
/// </summary>
internal static class FailureRecord
{
    /// <param name="run">The run.</param>
    /// <param name="what">What failed.</param>
    /// <param name="migration">The migration.</param>
    /// <param name="error">Why.</param>
    /// <param name="duration">How long it took; null where that is not known.</param>
    /// <param name="cause">What had failed before, where this is the failure of taking it back.</param>
    public static async Task TryWriteAsync(RunContext run, JournalEvent what, string migration, DbSafetyException error, TimeSpan? duration = null, DbSafetyException? cause = null)
    {
        try
        {
            await using var session = await run.Sessions.OpenAsync("journal", Sessions.Patience, CancellationToken.None);
            // Without the lock another run may be at work by now, and would take this for its own.
            await run.Lock.EnsureHeldAsync(session, CancellationToken.None);
            await run.Journal.AppendAsync(session, Entry(run, what, migration, error, cause) with { Duration = duration }, CancellationToken.None);
        }
        catch (Exception trouble) when (PostgresErrors.IsDriverError(trouble) || trouble is DbSafetyException)
        {
            run.Host.Warning($"The failure of {migration} could not be written to the journal: {trouble.Message}");
        }
    }

    /// <summary>Writes that the run ended, and how.</summary>
    public static async Task TryFinishAsync(RunContext run, DbSafetyException error)
    {
        try
        {
            await using var session = await run.Sessions.OpenAsync("journal", Sessions.Patience, CancellationToken.None);
            await run.Lock.EnsureHeldAsync(session, CancellationToken.None);
            var entry = run.Entry(JournalEvent.RunFinished) with { BackupId = run.BackupId };
            entry.Detail["outcome"] = "failed";
            entry.Detail["error"] = error.Message;
            entry.Detail["error_id"] = error.Id;
            await RunEnd.WriteAsync(run, session, entry, CancellationToken.None);
        }
        catch (Exception trouble) when (PostgresErrors.IsDriverError(trouble) || trouble is DbSafetyException)
        {
            run.Host.Warning($"The end of the run could not be written to the journal: {trouble.Message}");
        }
    }

    public static JournalEntry Entry(RunContext run, JournalEvent what, string migration, DbSafetyException error, DbSafetyException? cause = null)
    {
        var entry = run.Entry(what, migration);
        entry.Detail["error"] = error.Message;
        entry.Detail["error_id"] = error.Id;
        if (error.SqlState is { } state)
            entry.Detail["sqlstate"] = state;
        if (error.Line is { } line)
            entry.Detail["line"] = line;
        if (cause is null)
            return entry;
        entry.Detail["cause"] = cause.Message;
        if (cause.SqlState is { } first)
            entry.Detail["cause_sqlstate"] = first;
        return entry;
    }
}
