using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>
/// What led to a run: where the newest thing that the target's journal tells of is a run that failed, its rows. They are kept in the run's own
/// journal, since the report has to tell them also when the target is gone.
/// </summary>
internal static class FailureBefore
{
    private const int Most = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly JournalEvent[] Failures = [JournalEvent.Failed, JournalEvent.FailedPartly, JournalEvent.VerifyFailed, JournalEvent.CommandFailed];
    private static readonly string[] Told = ["direction", "outcome", "error", "error_id", "sqlstate", "line", "cause", "cause_sqlstate", "command"];

    /// <summary>The rows, oldest first; null where nothing failed, or the target cannot be asked: no emergency waits for that.</summary>
    public static async Task<JsonArray?> ReadAsync(Sessions? sessions, IOperationHost host, CancellationToken cancellationToken)
    {
        if (sessions is null)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await using var session = await sessions.OpenAsync("run cause", limit.Token);
            if (!await JournalReader.ExistsAsync(session, limit.Token))
                return null;
            await using var newest = new NpgsqlCommand($"SELECT greatest(1, coalesce(max(position), 0) - {Most}) FROM dbsafety.journal", session);
            var rows = await JournalReader.ReadAsync(session, (long)(await newest.ExecuteScalarAsync(limit.Token))!, limit.Token);
            var last = rows.Where(row => rows.Count > 0 && row.RunId == rows[^1].RunId).ToList();
            return last.Exists(row => Failures.Contains(row.Event)) ? new JsonArray([.. last.Select(Facts)]) : null;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is DbSafetyException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            host.Verbose($"What failed before the run could not be read from the target's journal: {error.Message}");
            return null;
        }
    }

    private static JsonObject Facts(JournalRow row)
    {
        var facts = new JsonObject
        {
            ["at"] = row.RecordedAt.ToString("O", CultureInfo.InvariantCulture),
            ["event"] = row.Event.ToString(),
            ["run"] = row.RunId,
            ["migration"] = row.Migration,
            ["step"] = row.Entry.Step,
            ["by"] = $"{row.OsUser}@{row.Host}",
        };
        foreach (var name in Told.Where(name => row.Entry.Detail[name] is JsonValue))
            facts[name] = row.Entry.Detail[name]!.DeepClone();
        return facts;
    }
}
