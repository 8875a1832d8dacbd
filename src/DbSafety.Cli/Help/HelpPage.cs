using Spectre.Console;

namespace DbSafety.Cli.Help;

/// <summary>Writes a page of help: headings, pairs, and text that is broken at words.</summary>
internal sealed class HelpPage(IAnsiConsole console, int width)
{
    private int Width => Math.Min(width, console.Profile.Width);

    public void Line(string markup) => console.MarkupLine(markup);

    public void Heading(string title)
    {
        console.WriteLine();
        console.MarkupLine($"[bold yellow]{title.EscapeMarkup()}[/]");
    }

    /// <summary>Names (markup) and meanings, the meanings in one column.</summary>
    public void Pairs(IReadOnlyList<(string Markup, string Meaning)> pairs, int column)
    {
        foreach (var (markup, meaning) in pairs)
        {
            var gap = Math.Max(1, column - Markup.Remove(markup).Length);
            var lines = Wrap(meaning, Width - column - 2);
            console.MarkupLine($"  {markup}{new string(' ', gap)}{lines[0].EscapeMarkup()}");
            foreach (var line in lines.Skip(1))
                console.WriteLine(new string(' ', column + 2) + line);
        }
    }

    public void Text(string indent, string text)
    {
        foreach (var line in Wrap(text, Width - indent.Length))
            console.MarkupLine($"{indent}[grey]{line.EscapeMarkup()}[/]");
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
                lines.Add(word);
            else
                lines[^1] += (lines[^1].Length == 0 ? "" : " ") + word;
        }

        return lines;
    }
}
