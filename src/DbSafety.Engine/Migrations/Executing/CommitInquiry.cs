using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>After a connection was lost at a commit: waits until the server has let go of the session, and asks the journal.</summary>
internal static class CommitInquiry
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Answers = TimeSpan.FromSeconds(10);

    /// <summary>Whether the row is there, and with it the transaction; unknown where the server cannot be asked or still works on it.</summary>
    public static async Task<StepFate> AskAsync(Sessions sessions, int backendPid, JournalEntry row, IOperationHost host)
    {
        var began = host.Time.GetTimestamp();
        while (host.Time.GetElapsedTime(began) < Patience)
        {
            try
            {
                await using var session = await sessions.OpenAsync("inquiry", Answers, CancellationToken.None);
                if (!await IsAliveAsync(session, backendPid))
                    return await HasAsync(session, row) ? StepFate.Done : StepFate.RolledBack;
            }
            catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is Core.Errors.DbSafetyException)
            {
                host.Verbose($"The server cannot be asked yet: {error.Message}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), host.Time, CancellationToken.None);
        }

        return StepFate.Unknown;
    }

    private static async Task<bool> IsAliveAsync(NpgsqlConnection session, int backendPid)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = $1)", session)
        {
            Parameters = { new() { Value = backendPid } },
        };
        return await command.ExecuteScalarAsync(CancellationToken.None) is true;
    }

    private static async Task<bool> HasAsync(NpgsqlConnection session, JournalEntry row)
    {
        const string Sql = """
            SELECT EXISTS (SELECT FROM dbsafety.journal j
                           WHERE j.run_id = $1 AND j.migration = $2 AND j.step IS NOT DISTINCT FROM $3::integer AND j.event = $4
                             AND ($5::jsonb IS NULL OR j.detail = $5))
            """;
        await using var command = new NpgsqlCommand(Sql, session)
        {
            Parameters =
            {
                new() { Value = row.RunId },
                new() { Value = row.Migration! },
                new() { Value = row.Step ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer },
                new() { Value = JournalWriter.NameOf(row.Event) },
                // Of a backfill's batches each has a row of the same step.
                new() { Value = row.Event == JournalEvent.BatchDone ? row.Detail.ToJsonString() : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb },
            },
        };
        return await command.ExecuteScalarAsync(CancellationToken.None) is true;
    }
}
