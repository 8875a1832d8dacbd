using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Hosting;

/// <summary>The last lines of a screen, which can be written over. Each is cut to the screen's width, so that it is one line there too.</summary>
internal sealed class LiveLines(IAnsiConsole console)
{
    private int _shown;

    public void Show(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0 && _shown == 0)
            return;
        Clear();
        foreach (var line in lines)
            console.Write(new OneLine(new Markup(line)));
        _shown = lines.Count;
    }

    public void Clear()
    {
        // Up one line and erase it, for each that is shown.
        if (_shown > 0)
            console.Write(new ControlCode(string.Concat(Enumerable.Repeat("\u001b[1A\u001b[2K", _shown)) + "\r"));
        _shown = 0;
    }

    private sealed class OneLine(IRenderable inner) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var segments = inner.Render(options, 10_000).Where(segment => !segment.IsLineBreak).ToList();
            return [.. Segment.Truncate(segments, maxWidth - 1), Segment.LineBreak];
        }
    }
}
