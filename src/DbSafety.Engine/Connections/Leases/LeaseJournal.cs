using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Migrations.Journals;
using Npgsql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Leases in the journal of the database that they are of. A database without a journal gets none for it: the files have it all.</summary>
internal static class LeaseJournal
{
    private const string Open = """
        SELECT s.detail ->> 'lease'
        FROM dbsafety.journal s
        WHERE s.event = 'applications_suspended'
          AND NOT EXISTS (SELECT FROM dbsafety.journal r WHERE r.event = 'applications_resumed' AND r.run_id = s.run_id)
        ORDER BY s.position
        """;

    public static Task SuspendedAsync(AuditLog audit, NpgsqlConnection session, Lease lease, CancellationToken cancellationToken) =>
        audit.WriteAsync(session, new JournalEntry(lease.Id, JournalEvent.ApplicationsSuspended) { Detail = new JsonObject { ["lease"] = lease.ToJson() } }, cancellationToken);

    public static Task ResumedAsync(AuditLog audit, NpgsqlConnection session, Lease lease, CancellationToken cancellationToken) =>
        audit.WriteAsync(session, new JournalEntry(lease.Id, JournalEvent.ApplicationsResumed) { Detail = new JsonObject { ["lease"] = lease.Id } }, cancellationToken);

    /// <summary>The leases that the journal knows and that were not given back by its knowledge; none where it may not be read.</summary>
    public static async Task<IReadOnlyList<Lease>> OpenAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var found = new List<Lease>();
        try
        {
            if (!await JournalReader.ExistsAsync(session, cancellationToken))
                return found;
            await using var command = new NpgsqlCommand(Open, session);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                found.Add(Lease.FromJson(reader.GetString(0)));
        }
        catch (Exception error) when (error is JsonException or PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege })
        {
            return found;
        }

        return found;
    }
}
