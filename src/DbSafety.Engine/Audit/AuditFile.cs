using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Audit.Chains;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Audit;

/// <summary>
/// The journal's file: JSON lines beside the project, one file for each database. It follows the table, so a row gets into it however
/// often its writer was killed before; what no table could take is in it alone.
/// </summary>
internal sealed class AuditFile(string path, IOperationHost host)
{
    /// <summary>The folder in a project.</summary>
    public const string Folder = "journal";

    private string? _identity;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The file of a database: in the project, or without one in the user's state folder; null for a throw-away server.</summary>
    public static AuditFile? Of(ResolvedTarget target, IOperationHost host)
    {
        if (target.Environment == EnvironmentPolicy.Sandbox)
            return null;
        var folder = target.Project?.Resolve(Folder) ?? System.IO.Path.Combine(UserState.Folder(host), Folder);
        return In(folder, target.IsDeclared ? target.Name : $"{target.Sessions.Server}_{target.Sessions.Database}", host);
    }

    /// <summary>The file of a target that a project declares.</summary>
    public static AuditFile Of(ProjectFolder project, string target, IOperationHost host) => In(project.Resolve(Folder), target, host);

    /// <summary>Takes over every row of the table that the file does not have yet.</summary>
    public async Task FollowAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        _identity ??= await JournalState.IdentityAsync(session, cancellationToken);
        if (!File.Exists(path) && !await JournalReader.ExistsAsync(session, cancellationToken))
            return;
        using var file = await ChainFile.HoldAsync(path, host, cancellationToken);
        var cursor = AuditCursor.Of(file.Last?.Body);
        if (await JournalState.ReadAsync(session, _identity, cursor.Position, cancellationToken) is not { InTransaction: false } state)
            return;
        var known = cursor.Position == 0 || (state.Rows.Count > 0 && state.Rows[0].Position == cursor.Position && state.Rows[0].Hash == cursor.Hash);
        if (!known)
            (state, cursor) = await DivergeAsync(file, session, state, cursor, cancellationToken);
        else if (cursor.Database is not null && !cursor.IsOf(_identity))
            Append(file, "database", null, cursor = cursor with { Database = _identity, Wal = state.Wal });
        foreach (var row in state.Rows.Where(row => row.Position > cursor.Position).ToList())
            Append(file, "row", ("row", AuditRow.ToJson(row)), cursor = new AuditCursor(_identity, row.Position, row.Hash, state.Wal));
        file.Flush();
    }

    /// <summary>Writes down what no table could take.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="why">Why the table does not have it.</param>
    /// <param name="cancellationToken">Stops waiting for the file.</param>
    public async Task AppendAsync(JournalEntry entry, string why, CancellationToken cancellationToken)
    {
        using var file = await ChainFile.HoldAsync(path, host, cancellationToken);
        var body = AuditRow.ToJson(entry, host.UserName, host.MachineName);
        body["why"] = why;
        Append(file, "local", ("local", body), AuditCursor.Of(file.Last?.Body));
        file.Flush();
    }

    /// <summary>The end of the file; null where there is none.</summary>
    public async Task<FileHead?> HeadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return null;
        // An event does not wait for it: the next one names the end too.
        using var file = await ChainFile.HoldAsync(path, host, cancellationToken, TimeSpan.FromMilliseconds(200));
        return file.Last is { } last && file.First() is { } first ? new FileHead(first.Hash, last.Hash) : null;
    }

    /// <summary>The last row of the table that the file has; null where it has none, or cannot be read now.</summary>
    public async Task<JournalHead?> JournalHeadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = await ChainFile.HoldAsync(path, host, cancellationToken);
            return AuditCursor.Of(file.Last?.Body) is { Hash: { } hash } cursor ? new JournalHead(cursor.Position, hash) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            host.Verbose($"{path} could not be read: {error.Message}");
            return null;
        }
    }

    private static AuditFile In(string folder, string name, IOperationHost host) =>
        new(System.IO.Path.Combine(folder, string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_')) + ".jsonl"), host);

    // The table does not have the row that the file saw last: the database was restored, copied or tampered with. The file keeps what it
    // has, says from where on it follows another history, and goes on; the check tells which it was.
    private async Task<(JournalState State, AuditCursor Cursor)> DivergeAsync(
        ChainFile file, NpgsqlConnection session, JournalState state, AuditCursor cursor, CancellationToken cancellationToken)
    {
        var all = (await JournalState.ReadAsync(session, _identity!, 1, cancellationToken))!;
        var seen = AuditLines.Rows(file.ReadAll());
        var shared = all.Rows.LastOrDefault(row => seen.TryGetValue(row.Position, out var hash) && hash == row.Hash);
        var next = new AuditCursor(_identity, shared?.Position ?? 0, shared?.Hash, state.Wal);
        Append(file, "diverged", ("lost", new JsonObject { ["from"] = next.Position + 1, ["to"] = cursor.Position }), next);
        return (all, next);
    }

    private void Append(ChainFile file, string kind, (string Name, JsonNode Value)? what, AuditCursor cursor)
    {
        var body = new JsonObject
        {
            ["seq"] = file.Last is { } last && long.TryParse(last.Body["seq"]?.ToString(), CultureInfo.InvariantCulture, out var seq) ? seq + 1 : 1,
            ["time"] = host.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["kind"] = kind,
        };
        if (what is { } given)
            body[given.Name] = given.Value;
        body["cursor"] = cursor.ToJson();
        file.Append(body);
    }
}
