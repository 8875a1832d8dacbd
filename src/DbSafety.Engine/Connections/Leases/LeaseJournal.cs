using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Journals;
using Npgsql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Leases in the journal of the database that they are of. A database without a journal gets none for it: the file has it all.</summary>
internal static class LeaseJournal
{
    private const string Open = """
        SELECT s.detail ->> 'lease'
        FROM dbsafety.journal s
        WHERE s.event = 'applications_suspended'
          AND NOT EXISTS (SELECT FROM dbsafety.journal r WHERE r.event = 'applications_resumed' AND r.run_id = s.run_id)
        ORDER BY s.position
        """;

    public static Task SuspendedAsync(NpgsqlConnection session, Lease lease, IOperationHost host, CancellationToken cancellationToken) =>
        AppendAsync(session, new JournalEntry(lease.Id, JournalEvent.ApplicationsSuspended) { Detail = new JsonObject { ["lease"] = lease.ToJson() } }, host, cancellationToken);

    public static Task ResumedAsync(NpgsqlConnection session, Lease lease, IOperationHost host, CancellationToken cancellationToken) =>
        AppendAsync(session, new JournalEntry(lease.Id, JournalEvent.ApplicationsResumed) { Detail = new JsonObject { ["lease"] = lease.Id } }, host, cancellationToken);

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

    // What is done to the applications does not depend on whether the journal can be written.
    private static async Task AppendAsync(NpgsqlConnection session, JournalEntry entry, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            if (await JournalReader.ExistsAsync(session, cancellationToken))
                await new JournalWriter(host).AppendAsync(session, entry, cancellationToken);
            else
                host.Verbose("The database has no journal: the lease is kept in its file only.");
        }
        catch (Exception error) when (error is DbSafetyException or PostgresException)
        {
            host.Warning($"The journal could not be written; the lease is kept in its file only. {error.Message}");
        }
    }
}
