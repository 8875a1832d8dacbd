using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>After a failure: whether somebody stopped the run from elsewhere.</summary>
internal static class StopNotice
{
    private const string Sql = """
        SELECT j.os_user || '@' || j.host || coalesce(': ' || (j.detail ->> 'reason'), '')
        FROM dbsafety.journal j
        WHERE j.run_id = $1 AND j.event = 'stop_requested'
        ORDER BY j.position DESC
        LIMIT 1
        """;

    /// <summary>The error itself, or the one that says who stopped the run; and whether the run still holds its lock.</summary>
    public static async Task<(DbSafetyException Error, bool HoldsLock)> ReadAsync(RunContext run, DbSafetyException error)
    {
        try
        {
            await using var session = await run.Sessions.OpenAsync("inquiry", CancellationToken.None);
            await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = run.RunId } } };
            if (await command.ExecuteScalarAsync(CancellationToken.None) is string who)
                return (Stopped(error, who), false);
            await run.Lock.EnsureHeldAsync(session, CancellationToken.None);
            return (error, true);
        }
        catch (Exception trouble) when (PostgresErrors.IsDriverError(trouble) || trouble is DbSafetyException)
        {
            return (error, false);
        }
    }

    private static DbSafetyException Stopped(DbSafetyException error, string who) =>
        new("RunStopped", ErrorKind.Cancelled, $"The run was stopped by {who}.", error) { Script = error.Script, Line = error.Line };
}
