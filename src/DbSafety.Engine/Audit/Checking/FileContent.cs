using System.Text.Json.Nodes;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Audit.Chains;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>The file's lines, what they say, and their chain by itself.</summary>
internal sealed class FileContent
{
    private readonly List<ChainItem> _items = [];
    private readonly Dictionary<long, FileRow> _rows = [];
    private readonly List<FileLoss> _losses = [];
    private readonly List<JournalFinding> _findings = [];
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);

    public FileContent(IReadOnlyList<string> lines)
    {
        Count = lines.Count;
        for (var i = 0; i < lines.Count; i++)
            Add(i + 1, ChainLine.Read(lines[i]));
        foreach (var found in ChainDiagnosis.Of(_items))
            _findings.Add(Finding(found));
    }

    public long Count { get; }

    /// <summary>How far the file has followed the table.</summary>
    public AuditCursor Cursor { get; private set; } = AuditCursor.Start;

    /// <summary>The hash of the first line, by which rows of the table name the file; null where there is none.</summary>
    public string? Id { get; private set; }

    /// <summary>The rows of the history that the file follows now, by their positions.</summary>
    public IReadOnlyDictionary<long, FileRow> Rows => _rows;

    /// <summary>Where the database did not have any more what the file had.</summary>
    public IReadOnlyList<FileLoss> Losses => _losses;

    /// <summary>What is wrong with the chain of the lines.</summary>
    public IReadOnlyList<JournalFinding> Findings => _findings;

    /// <summary>True where a line has this hash.</summary>
    public bool Has(string hash) => _hashes.Contains(hash);

    /// <summary>The positions that the file should have and has no line of.</summary>
    public IEnumerable<long> Gaps() => Cursor.Position == 0 ? [] : Enumerable.Range(1, (int)Cursor.Position).Select(position => (long)position).Where(position => !_rows.ContainsKey(position));

    private void Add(long number, ChainLine? line)
    {
        if (line is null)
        {
            _items.Add(new ChainItem(number, null, null, null));
            return;
        }

        Id ??= line.Hash;
        _hashes.Add(line.Hash);
        _items.Add(new ChainItem(number, Sequence(line.Body), line.Hash, line.Previous));
        var cursor = AuditCursor.Of(line.Body);
        if ((string?)line.Body["kind"] == "diverged")
        {
            _losses.Add(new FileLoss(number, cursor.Position + 1, Cursor.Position, !Cursor.IsOf(cursor.Database) || Cursor.IsAheadOf(cursor.Wal)));
            foreach (var lost in _rows.Keys.Where(position => position > cursor.Position).ToList())
                _rows.Remove(lost);
        }

        if (line.Body["row"] is JsonObject body)
            AddRow(number, body);
        Cursor = cursor;
    }

    private void AddRow(long number, JsonObject body)
    {
        if (AuditRow.FromJson(body) is { } row && JournalHash.Of(row) == row.Hash)
            _rows[row.Position] = new FileRow(number, row);
        else
            _findings.Add(new JournalFinding("FileLineEdited", false, JournalPlace.File, number, $"Line {number} was edited: the row in it does not fit its hash, though the line does."));
    }

    private static long? Sequence(JsonObject body) => body["seq"] is JsonValue value && value.TryGetValue<long>(out var sequence) ? sequence : null;

    private static JournalFinding Finding(ChainBreak found) => found.Kind switch
    {
        ChainBreakKind.Edited => new("FileLineEdited", false, JournalPlace.File, found.At, $"Line {found.At} of the file was edited: {found.Detail}."),
        ChainBreakKind.Removed => new("FileLineRemoved", false, JournalPlace.File, found.At, $"Lines of the file were removed: of their numbers, {found.Detail}."),
        ChainBreakKind.Inserted => new("FileLineInserted", false, JournalPlace.File, found.At, $"Line {found.At} of the file was put in: {found.Detail}."),
        _ => new("FileLinesReordered", false, JournalPlace.File, found.At, $"Lines of the file stand at other places than they were written at: {found.Detail}."),
    };
}
