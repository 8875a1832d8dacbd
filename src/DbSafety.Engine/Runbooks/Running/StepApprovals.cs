using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>
/// Who approved what while a step was under way, as the target's journal has it: the commands of a step ask at the approval points
/// themselves, and the run's own journal is to tell who decided. It fails no step: where the target cannot be asked, nothing is told.
/// </summary>
internal sealed class StepApprovals(RunSession session)
{
    private static readonly ApprovalPoint[] Points = Enum.GetValues<ApprovalPoint>();

    /// <summary>The end of the target's journal before a step; null where nobody is asked for anything, or the target cannot be reached.</summary>
    public Task<long?> MarkAsync(CancellationToken cancellationToken) => AskAsync<long?>(async connection =>
    {
        if (!await JournalReader.ExistsAsync(connection, cancellationToken))
            return 0;
        await using var command = new NpgsqlCommand("SELECT coalesce(max(position), 0) FROM dbsafety.journal", connection);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>The decisions that this account's commands wrote down since then; null where there is none.</summary>
    public async Task<JsonArray?> SinceAsync(long? mark, CancellationToken cancellationToken)
    {
        if (mark is not { } position)
            return null;
        var rows = await AskAsync(async connection => await JournalReader.ExistsAsync(connection, cancellationToken)
            ? await JournalReader.ReadAsync(connection, position + 1, cancellationToken) : [], cancellationToken) ?? [];
        var found = rows.Where(row => row.Event is JournalEvent.Approved or JournalEvent.Denied && row.OsUser == session.Host.UserName && row.Host == session.Host.MachineName)
            .Select(row => new JsonObject
            {
                ["at"] = row.RecordedAt.ToString("O", CultureInfo.InvariantCulture),
                ["decision"] = row.Event == JournalEvent.Approved ? "approved" : "denied",
                ["point"] = row.Entry.Detail["point"]?.DeepClone(),
                ["how"] = row.Entry.Detail["how"]?.DeepClone(),
                ["by"] = row.Entry.Detail["by"]?.DeepClone() ?? row.OsUser,
                ["plan"] = row.Entry.Detail["plan"]?.DeepClone(),
            }).ToArray<JsonNode>();
        return found.Length == 0 ? null : new JsonArray(found);
    }

    private async Task<T?> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (session.ApprovalTarget is not { } target || session.Approvals is not { } gate || gate.Needed(Points).Count == 0)
            return default;
        try
        {
            await using var connection = await target.Sessions.OpenAsync("run decisions", cancellationToken);
            return await ask(connection);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is DbSafetyException or OperationCanceledException)
        {
            session.Host.Verbose($"Who approved during the step could not be read from the target's journal: {error.Message}");
            return default;
        }
    }
}
