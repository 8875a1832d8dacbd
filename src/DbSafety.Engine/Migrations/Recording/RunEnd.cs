using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>Writes the end of a run, with the schema as the run leaves it: what differs later was changed by other hands.</summary>
internal static class RunEnd
{
    public static async Task WriteAsync(RunContext run, NpgsqlConnection session, JournalEntry entry, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(run, session, cancellationToken) is { } schema && await TryWriteAsync(run, session, entry, schema, cancellationToken))
            return;
        await run.Journal.AppendAsync(session, entry, cancellationToken);
    }

    private static async Task<DatabaseSchema?> TryReadAsync(RunContext run, NpgsqlConnection session, CancellationToken cancellationToken)
    {
        try
        {
            return await SchemaReader.ReadAsync(session, cancellationToken);
        }
        catch (Exception error) when (IsTrouble(error, session, cancellationToken))
        {
            run.Host.Warning($"The schema could not be read at the end of the run, so what other hands change in it is not told: {error.Message}");
            return null;
        }
    }

    private static async Task<bool> TryWriteAsync(RunContext run, NpgsqlConnection session, JournalEntry entry, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        try
        {
            var entries = KeptSchema.Entries(schema);
            await using var transaction = await session.BeginTransactionAsync(cancellationToken);
            if (!await KeptSchema.KeepAsync(session, run.RunId, entries, cancellationToken))
                return false;
            var detail = entry.Detail.DeepClone().AsObject();
            detail["server_version"] = schema.ServerVersion;
            await run.Journal.AppendAsync(session, entry with { Fingerprint = SchemaFingerprint.Of(entries), Detail = detail }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (Exception error) when (IsTrouble(error, session, cancellationToken))
        {
            run.Host.Warning($"The schema could not be kept in the journal, so what other hands change in it is not told: {error.Message}");
            return false;
        }
    }

    private static bool IsTrouble(Exception error, NpgsqlConnection session, CancellationToken cancellationToken) =>
        (PostgresErrors.IsDriverError(error) || error is Core.Errors.DbSafetyException)
        && !cancellationToken.IsCancellationRequested && session.FullState == System.Data.ConnectionState.Open;
}
