using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Tests.Runbooks;

/// <summary>A journal whose process dies at one of its lines: before it is written, or right after.</summary>
internal sealed class KillingJournal(IRunJournal inner, int atLine, bool before) : IRunJournal
{
    private int _lines;

    public IReadOnlyList<RunEvent> Events => inner.Events;

    public RunEvent Append(RunEventKind kind, string? address, JsonObject detail)
    {
        var isIt = ++_lines == atLine;
        if (isIt && before)
            throw new KilledException();
        var written = inner.Append(kind, address, detail);
        return isIt ? throw new KilledException() : written;
    }
}
