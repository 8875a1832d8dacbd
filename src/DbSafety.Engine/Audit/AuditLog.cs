using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Audit;

/// <summary>
/// Writes what commands do into the target's journal and into the file beside the project. A database without a journal gets none for
/// it: only a migration makes one. What cannot be written is told, and keeps nobody from doing what the command is for.
/// </summary>
public sealed class AuditLog
{
    private const int Attempts = 5;
    private const int Many = 100;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);
    private readonly Sessions _sessions;
    private readonly IOperationHost _host;
    private readonly JournalWriter _writer;
    private readonly AuditFile? _file;
    private long? _asked;
    private int _skipped;
    private string? _unreachable;

    private AuditLog(Sessions sessions, AuditFile? file, IOperationHost host)
    {
        _sessions = sessions;
        _file = file;
        _host = host;
        _writer = new JournalWriter(host);
    }

    /// <summary>The log of a command that works on a target.</summary>
    public static AuditLog Of(ResolvedTarget target, IOperationHost host) => new(target.Sessions, AuditFile.Of(target, host), host);

    /// <summary>The log of a command that has no more than a database's sessions and the file of its target.</summary>
    internal static AuditLog Of(Sessions sessions, AuditFile? file, IOperationHost host) => new(sessions, file, host);

    /// <summary>Where the file is; null for a throw-away server.</summary>
    public string? Path => _file?.Path;

    /// <summary>Writes an event over a session of its own; into the file alone where the server cannot be reached.</summary>
    public async Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        if (_unreachable is not null)
        {
            await KeepAsync(entry, _unreachable, cancellationToken);
            return;
        }

        try
        {
            await using var session = await OpenAsync(cancellationToken);
            await WriteAsync(session, entry, cancellationToken);
        }
        catch (Exception error) when (IsTrouble(error, cancellationToken))
        {
            // A command that could not reach the server once is not made to wait for it again with every event.
            _unreachable = error.Message;
            await KeepAsync(entry, error.Message, cancellationToken);
        }
    }

    /// <summary>Writes an event over a session that has no transaction open, which stays usable.</summary>
    public async Task WriteAsync(NpgsqlConnection session, JournalEntry entry, CancellationToken cancellationToken)
    {
        // A lease is given back over another database where its own lets nobody in.
        var elsewhere = session.Database == _sessions.Database ? null : $"the session is on {session.Database}";
        if ((elsewhere ?? await TryInsertAsync(session, entry, cancellationToken)) is { } why)
            await KeepAsync(entry, why, cancellationToken);
        else
            await FollowAsync(session, cancellationToken);
    }

    /// <summary>Names the end of the file in an event, before it is written: so the table witnesses the file.</summary>
    public async Task WitnessAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            if (_file is not null && await _file.HeadAsync(cancellationToken) is { } head)
                head.AddTo(entry);
        }
        catch (Exception error) when (IsFileTrouble(error))
        {
            _host.Verbose($"{_file!.Path} could not be read: {error.Message}");
        }
    }

    /// <summary>Brings the file up to what the table has by now. To be called where no transaction is open.</summary>
    public async Task FollowAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        if (_file is null)
            return;
        try
        {
            await _file.FollowAsync(session, cancellationToken);
        }
        catch (Exception error) when (IsTrouble(error, cancellationToken) || IsFileTrouble(error))
        {
            _host.Warning($"{_file.Path} could not be brought up to date; the next command that changes something does it. {error.Message}");
        }
    }

    /// <summary>The same over a session of its own, at the end of a run whose sessions may be gone.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_file is null)
            return;
        try
        {
            await using var session = await OpenAsync(cancellationToken);
            await FollowAsync(session, cancellationToken);
        }
        catch (Exception error) when (IsTrouble(error, cancellationToken))
        {
            _host.Warning($"{_file.Path} could not be brought up to date; the next command that changes something does it. {error.Message}");
        }
    }

    /// <summary>
    /// To be called after each migration of a run: follows after every hundredth, and after one that took five seconds or more, so a run of a
    /// thousand small ones is not held up by its record. The rows are in the table all the same, and the end of the run follows too.
    /// </summary>
    public Task FollowSometimesAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var lasted = _asked is { } last ? _host.Time.GetElapsedTime(last) : TimeSpan.Zero;
        _asked = _host.Time.GetTimestamp();
        if (++_skipped < Many && lasted < Long)
            return Task.CompletedTask;
        _skipped = 0;
        return FollowAsync(session, cancellationToken);
    }

    /// <summary>The end of the chain, over a session of its own; null where it cannot be read now.</summary>
    public async Task<JournalHead?> TryHeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await OpenAsync(cancellationToken);
            return await HeadAsync(session, cancellationToken);
        }
        catch (Exception error) when (IsTrouble(error, cancellationToken))
        {
            _host.Verbose($"The journal's head could not be read: {error.Message}");
            return null;
        }
    }

    /// <summary>The end of the chain; null where the database has no journal, or an empty one.</summary>
    public static async Task<JournalHead?> HeadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        if (!await JournalReader.ExistsAsync(session, cancellationToken))
            return null;
        await using var command = new NpgsqlCommand("SELECT j.position, j.hash FROM dbsafety.journal j ORDER BY j.position DESC LIMIT 1", session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new JournalHead(reader.GetInt64(0), reader.GetString(1)) : null;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var session = await _sessions.OpenAsync("journal", Sessions.Patience, cancellationToken);
        try
        {
            // Nobody holds the chain for longer than a commit; whoever does it all the same does not hold up a restore.
            await using var command = new NpgsqlCommand("SET lock_timeout = '5s'", session);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Why the table does not have it; null where it has.</summary>
    private async Task<string?> TryInsertAsync(NpgsqlConnection session, JournalEntry entry, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!await JournalReader.ExistsAsync(session, cancellationToken))
                    return "the database has no journal";
                await WitnessAsync(entry, cancellationToken);
                await _writer.AppendAsync(session, entry, cancellationToken);
                return null;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation && attempt < Attempts)
            {
                // A journal before version 3 has no lock: somebody else took the position.
                _host.Verbose("Another row came first; the event is written after it.");
            }
            catch (Exception error) when (IsTrouble(error, cancellationToken))
            {
                _host.Warning($"The journal in the database could not be written. {error.Message}");
                return error.Message;
            }
        }
    }

    private async Task KeepAsync(JournalEntry entry, string why, CancellationToken cancellationToken)
    {
        if (_file is null)
            return;
        try
        {
            await _file.AppendAsync(entry, why, cancellationToken);
            _host.Verbose($"{JournalWriter.NameOf(entry.Event)} is in {_file.Path} only: {why}");
        }
        catch (Exception error) when (IsFileTrouble(error))
        {
            _host.Warning($"{JournalWriter.NameOf(entry.Event)} of {entry.RunId} could be written neither to the database ({why}) nor to {_file.Path} ({error.Message}).");
        }
    }

    private static bool IsTrouble(Exception error, CancellationToken cancellationToken) =>
        (PostgresErrors.IsDriverError(error) || error is DbSafetyException or InvalidOperationException) && !cancellationToken.IsCancellationRequested;

    private static bool IsFileTrouble(Exception error) => error is IOException or UnauthorizedAccessException;
}
