using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Audit.Chains;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>The journal of a run: a file of JSON lines, each chained to the one before, flushed to the disk line by line.</summary>
public sealed class RunJournal : IRunJournal, IDisposable
{
    /// <summary>The file's name in the folder of the run.</summary>
    public const string FileName = "journal.jsonl";

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly List<RunEvent> _events;
    private readonly List<string> _lines;

    private RunJournal(FileStream file, IReadOnlyList<string> lines, IReadOnlyList<RunEvent> events, TimeProvider time)
    {
        _file = file;
        _lines = [.. lines];
        _events = [.. events];
        _time = time;
    }

    public IReadOnlyList<RunEvent> Events => _events;

    /// <summary>The lines as they stand in the file.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Opens the journal to go on with it. What a kill left of a last line is cut off: it never counted.</summary>
    /// <exception cref="DbSafetyException"><c>RunJournalAltered</c>.</exception>
    public static RunJournal Open(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, FileName);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var (lines, length) = ChainText.Read(file);
            var events = Parse(path, lines);
            file.SetLength(length);
            file.Position = length;
            return new RunJournal(file, lines, events, time);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a journal that somebody else may be writing.</summary>
    /// <exception cref="DbSafetyException"><c>RunJournalAltered</c>.</exception>
    public static IReadOnlyList<RunEvent> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Parse(path, ChainText.Read(file).Lines);
    }

    /// <summary>Reads lines, wherever they come from.</summary>
    /// <param name="path">What the error calls them.</param>
    /// <param name="lines">All lines from the first on.</param>
    /// <exception cref="DbSafetyException"><c>RunJournalAltered</c>.</exception>
    public static IReadOnlyList<RunEvent> Parse(string path, IReadOnlyList<string> lines)
    {
        var events = new List<RunEvent>();
        foreach (var line in lines)
        {
            var read = RunEventLine.Read(line, events.Count > 0 ? events[^1].Hash : ChainLine.Origin);
            if (read is null || read.Sequence != events.Count + 1)
                throw Altered(path, events.Count + 1);
            events.Add(read);
        }

        return events;
    }

    public RunEvent Append(RunEventKind kind, string? address, JsonObject detail)
    {
        var (line, added) = RunEventLine.Write(_events.Count + 1, _time.GetUtcNow(), kind, address, detail, _events.Count > 0 ? _events[^1].Hash : ChainLine.Origin);
        _file.Write(ChainText.Bytes(line));
        _file.Flush(flushToDisk: true);
        _lines.Add(line.Text);
        _events.Add(added);
        return added;
    }

    public void Dispose() => _file.Dispose();

    private static DbSafetyException Altered(string path, int line) =>
        new("RunJournalAltered", ErrorKind.Refused, $"{path}, line {line}: the chain of hashes breaks here. The journal was changed after it was written.")
        {
            State = "Nothing was run. What the run did up to the line before is as it says.",
            NextStep = "Find out who changed it; carry the procedure on by hand, or begin anew with: dbsafety runbook <name>",
            Script = path,
            Line = line,
        };
}
