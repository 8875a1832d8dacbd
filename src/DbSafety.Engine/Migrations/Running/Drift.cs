using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>Tells what was changed in the schema since the last run, by other hands than ours.</summary>
internal static class Drift
{
    private const int MostNames = 5;

    /// <summary>Warns where the schema is not as the last run left it, and names the objects.</summary>
    public static async Task TellAsync(RunPreparation found, IOperationHost host, CancellationToken cancellationToken)
    {
        // What an unfinished run left is told by itself, and is no drift.
        if (found.History.IsEmpty || found.History.OpenRun is not null || found.History.Unfinished.Count > 0)
            return;
        var session = found.Session.Connection;
        try
        {
            if (await KeptSchema.FindAsync(session, cancellationToken) is not { } kept)
                return;
            var schema = await SchemaReader.ReadAsync(session, cancellationToken);
            if (schema.ServerVersion / 10000 != kept.ServerVersion / 10000)
            {
                host.Verbose($"The server was PostgreSQL {kept.ServerVersion / 10000} at the last run and is {schema.ServerVersion / 10000} now: the schema is not compared with the one of then.");
                return;
            }

            var entries = KeptSchema.Entries(schema);
            if (SchemaFingerprint.Of(entries) == kept.Fingerprint)
                return;
            if (Describe(SchemaComparison.Compare(await KeptSchema.ReadAsync(session, cancellationToken), entries)) is { } differences)
                host.Warning($"The schema is not as run {kept.RunId} of {kept.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC left it: {differences}. See it with: dbsafety diff --journal");
        }
        catch (Exception error) when ((PostgresErrors.IsDriverError(error) || error is DbSafetyException) && !cancellationToken.IsCancellationRequested && session.FullState == System.Data.ConnectionState.Open)
        {
            host.Warning($"Whether the schema was changed since the last run could not be found out: {error.Message}");
        }
    }

    private static string? Describe(IReadOnlyList<SchemaDifference> differences) => differences.Count == 0 ? null
        : string.Join(", ", differences.Take(MostNames).Select(difference => $"{difference.Object} {Words(difference.Change)}"))
            + (differences.Count > MostNames ? $" and {differences.Count - MostNames} more" : "");

    private static string Words(SchemaChange change) => change switch
    {
        SchemaChange.Missing => "is gone",
        SchemaChange.Extra => "is new",
        _ => "was changed",
    };
}
