using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>
/// A run's journal whose lines are also written to the target, where it can be reached and has a journal: before a step its intent, after
/// it its outcome. The file counts; that the target cannot be reached keeps no step from anything, and holds it up for two seconds at most,
/// once in half a minute. The session is closed before the step begins, so it stands in no step's way.
/// </summary>
internal sealed class MirroredRunJournal(RunJournal file, string runId, Sessions sessions, IOperationHost host) : IRunJournal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private long? _failed;
    private int _written;

    public IReadOnlyList<RunEvent> Events => file.Events;

    public RunEvent Append(RunEventKind kind, string? address, JsonObject detail)
    {
        var added = file.Append(kind, address, detail);
        Write();
        return added;
    }

    /// <summary>Writes every line that this process has not written yet; those that the target has already stay as they are.</summary>
    public void Write(bool insists = false)
    {
        if (_written == file.Lines.Count || (!insists && _failed is { } moment && host.Time.GetElapsedTime(moment) < Pause))
            return;
        try
        {
            using var session = sessions.Open("run journal", Patience);
            if (IsThere(session))
                Insert(session);
            _failed = null;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is DbSafetyException or InvalidOperationException)
        {
            _failed = host.Time.GetTimestamp();
            host.Verbose($"The run's journal is not mirrored to the target now, and goes on in its file. {error.Message}");
        }
    }

    private static bool IsThere(NpgsqlConnection session)
    {
        using var command = new NpgsqlCommand("SELECT pg_catalog.to_regclass('dbsafety.run_event') IS NOT NULL", session);
        return command.ExecuteScalar() is true;
    }

    private void Insert(NpgsqlConnection session)
    {
        const string Sql = """
            INSERT INTO dbsafety.run_event (run_id, sequence, line)
            SELECT $1, $2 + n.ordinality, n.line
            FROM pg_catalog.unnest($3) WITH ORDINALITY AS n (line, ordinality)
            ON CONFLICT DO NOTHING
            """;
        using var command = new NpgsqlCommand(Sql, session)
        {
            Parameters =
            {
                new() { Value = runId },
                new() { Value = _written },
                new() { Value = file.Lines.Skip(_written).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        command.ExecuteNonQuery();
        _written = file.Lines.Count;
    }
}
