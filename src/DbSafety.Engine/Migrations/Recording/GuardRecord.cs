using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>Writes into the journal that the guard stopped an attempt, after its transaction was rolled back. Nothing depends on it.</summary>
internal static class GuardRecord
{
    public static async Task TryWriteAsync(RunContext run, NpgsqlConnection session, GuardTrip trip, string? migration, int step, int line)
    {
        var entry = run.Entry(JournalEvent.GuardTripped, migration) with { Step = step };
        entry.Detail["reason"] = trip.Reason;
        entry.Detail["waiting"] = trip.Waiting.Count;
        entry.Detail["line"] = line;
        try
        {
            await run.Journal.AppendAsync(session, entry, CancellationToken.None);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is DbSafetyException or InvalidOperationException)
        {
            run.Host.Warning($"That the guard stopped an attempt could not be written to the journal: {error.Message}");
        }
    }
}
