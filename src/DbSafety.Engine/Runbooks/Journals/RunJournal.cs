using System.Text;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>The journal of a run: a file of JSON lines, each chained to the one before, flushed to the disk line by line.</summary>
public sealed class RunJournal : IRunJournal, IDisposable
{
    /// <summary>The file's name in the folder of the run.</summary>
    public const string FileName = "journal.jsonl";

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly List<RunEvent> _events;

    private RunJournal(FileStream file, List<RunEvent> events, TimeProvider time)
    {
        _file = file;
        _events = events;
        _time = time;
    }

    public IReadOnlyList<RunEvent> Events => _events;

    /// <summary>Opens the journal to go on with it. What a kill left of a last line is cut off: it never counted.</summary>
    /// <exception cref="DbSafetyException"><c>RunJournalAltered</c>.</exception>
    public static RunJournal Open(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, FileName);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var (events, length) = Read(path, file);
            file.SetLength(length);
            file.Position = length;
            return new RunJournal(file, events, time);
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
        return Read(path, file).Events;
    }

    public RunEvent Append(RunEventKind kind, string? address, JsonObject detail)
    {
        var (line, added) = RunEventLine.Write(_events.Count + 1, _time.GetUtcNow(), kind, address, detail, _events.Count > 0 ? _events[^1].Hash : RunEventLine.Origin);
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
        _events.Add(added);
        return added;
    }

    public void Dispose() => _file.Dispose();

    private static (List<RunEvent> Events, long Length) Read(string path, FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var events = new List<RunEvent>();
        var at = 0;
        while (Array.IndexOf(bytes, (byte)'\n', at) is >= 0 and var end)
        {
            var read = RunEventLine.Read(Encoding.UTF8.GetString(bytes, at, end - at), events.Count > 0 ? events[^1].Hash : RunEventLine.Origin);
            if (read is null || read.Sequence != events.Count + 1)
                throw Altered(path, events.Count + 1);
            events.Add(read);
            at = end + 1;
        }

        return (events, at);
    }

    private static DbSafetyException Altered(string path, int line) =>
        new("RunJournalAltered", ErrorKind.Refused, $"{path}, line {line}: the chain of hashes breaks here. The journal was changed after it was written.")
        {
            State = "Nothing was run. What the run did up to the line before is as it says.",
            NextStep = "Find out who changed it; carry the procedure on by hand, or begin anew with: dbsafety runbook <name>",
            Script = path,
            Line = line,
        };
}
