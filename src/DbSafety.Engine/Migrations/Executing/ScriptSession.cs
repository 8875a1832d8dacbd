using System.Globalization;
using System.Text.RegularExpressions;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>The session on which scripts run, one statement at a time. It collects what the server says on the way.</summary>
internal sealed partial class ScriptSession : IAsyncDisposable
{
    private readonly List<string> _notices = [];
    private int? _line;

    private ScriptSession(NpgsqlConnection connection, int backendPid)
    {
        Connection = connection;
        BackendPid = backendPid;
        connection.Notice += (_, given) =>
        {
            lock (_notices)
                _notices.Add($"{(_line is { } line ? $"line {line}: " : "")}{given.Notice.Severity}: {given.Notice.MessageText}");
        };
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>The server process; the driver's own figure is a pooler's where there is one.</summary>
    public int BackendPid { get; }

    public static async Task<ScriptSession> OpenAsync(Sessions sessions, string purpose, CancellationToken cancellationToken)
    {
        var connection = await sessions.OpenAsync(purpose, cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid()", connection);
            return new ScriptSession(connection, (int)(await command.ExecuteScalarAsync(cancellationToken))!);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many rows the last statement of a script changed; 0 where it was none that changes rows.</summary>
    public long RowsChanged { get; private set; }

    /// <summary>Adds a notice of our own to the server's.</summary>
    public void Note(string notice)
    {
        lock (_notices)
            _notices.Add(notice);
    }

    /// <summary>What was said since notices were last taken.</summary>
    public IReadOnlyList<string> PeekNotices()
    {
        lock (_notices)
            return [.. _notices];
    }

    /// <summary>Takes what was said since the last time.</summary>
    public IReadOnlyList<string> TakeNotices()
    {
        lock (_notices)
        {
            string[] taken = [.. _notices];
            _notices.Clear();
            return taken;
        }
    }

    /// <summary>Runs commands of our own in one round trip.</summary>
    public async Task SendAsync(CancellationToken cancellationToken, params IEnumerable<string> commands)
    {
        _line = null;
        await using var batch = new NpgsqlBatch(Connection);
        foreach (var command in commands)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(command));
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a statement of a script, after commands of ours in the same round trip.</summary>
    /// <param name="answer">How many seconds the answer is waited for; 0 for ever.</param>
    /// <returns>What the first query among our commands gave; null where there is none.</returns>
    public async Task<object?> RunAsync(SqlStatement statement, IReadOnlyList<string> settings, CancellationToken cancellationToken, int answer = 0)
    {
        _line = statement.Line;
        RowsChanged = 0;
        if (statement.CopyData is { } data)
        {
            var given = await AskAsync(settings, answer, cancellationToken);
            await CopyAsync(statement, data, cancellationToken);
            return given;
        }

        return await AskAsync([.. settings, AsDriverTakesIt(statement)], answer, cancellationToken);
    }

    /// <summary>Brings the session back to how it was opened, so that no script's SET, role, temporary table or listener reaches the next one.</summary>
    public Task ResetAfterAsync(ScriptPlan script, CancellationToken cancellationToken) =>
        script.Statements.All(LeavesSessionAsItWas) && script.IsAtomic ? Task.CompletedTask : SendAsync(cancellationToken, "DISCARD ALL");

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static bool LeavesSessionAsItWas(SqlStatement statement) => statement.Facts.Class == StatementClass.Ddl && !Temporary().IsMatch(statement.Text);

    // The driver takes the semicolons in a BEGIN ATOMIC body for ends of statements, so such a statement is handed over as a text.
    private static string AsDriverTakesIt(SqlStatement statement) =>
        statement.Facts.Tag is "CREATE FUNCTION" or "CREATE PROCEDURE" && AtomicBody().IsMatch(statement.Text)
            ? $"DO LANGUAGE plpgsql {Identifier.DollarQuote($"BEGIN EXECUTE {Identifier.DollarQuote(statement.Text)}; END")}"
            : statement.Text;

    private async Task<object?> AskAsync(IReadOnlyList<string> commands, int answer, CancellationToken cancellationToken)
    {
        if (commands.Count == 0)
            return null;
        await using var batch = new NpgsqlBatch(Connection) { Timeout = answer };
        foreach (var command in commands)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(command));
        var given = await batch.ExecuteScalarAsync(cancellationToken);
        var last = batch.BatchCommands[^1];
        RowsChanged = last.StatementType is StatementType.Insert or StatementType.Update or StatementType.Delete or StatementType.Merge ? last.RecordsAffected : 0;
        return given;
    }

    private async Task CopyAsync(SqlStatement statement, CopyBlock block, CancellationToken cancellationToken)
    {
        var writer = (NpgsqlCopyTextWriter)await Connection.BeginTextImportAsync(statement.Text, cancellationToken);
        try
        {
            await writer.WriteAsync(block.Data, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await writer.CancelAsync();
            throw;
        }

        await writer.DisposeAsync();
    }

    /// <summary>Where in the script the server saw the error.</summary>
    public static ScriptPosition Locate(SqlStatement statement, PostgresException error)
    {
        if (error.Position > 0)
            return statement.PositionOf(error.Position);
        if (error.InternalPosition > 0 && error.InternalQuery == statement.Text)
            return statement.PositionOf(error.InternalPosition);
        if (statement.CopyData is { } data && CopyLine().Match(error.Where ?? "") is { Success: true } match)
            return new ScriptPosition(data.Line + int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1, 1);
        return new ScriptPosition(statement.Line, statement.Column);
    }

    [GeneratedRegex(@"\bBEGIN\s+ATOMIC\b", RegexOptions.IgnoreCase)]
    private static partial Regex AtomicBody();

    [GeneratedRegex(@"\bTEMP(ORARY)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Temporary();

    [GeneratedRegex(@"^COPY .+?, line (\d+)")]
    private static partial Regex CopyLine();
}
