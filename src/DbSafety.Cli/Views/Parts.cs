using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

/// <summary>What the views are built of. Cells are markup: texts from outside go through <see cref="Safe"/>.</summary>
internal static class Parts
{
    /// <summary>A table; a heading that begins with <c>&gt;</c> has its column to the right.</summary>
    public static Table Table(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (var heading in headings)
        {
            var right = heading.StartsWith('>');
            var column = new TableColumn($"[bold]{(right ? heading[1..] : heading)}[/]");
            table.AddColumn(right ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Names and values, one pair a line; pairs without a value are left out.</summary>
    public static IRenderable Facts(params (string Name, string? Markup)[] facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().PadLeft(1).PadRight(2).NoWrap()).AddColumn();
        foreach (var (name, markup) in facts.Where(fact => fact.Markup is not null))
            grid.AddRow($"[grey]{name}[/]", markup!);
        return grid;
    }

    /// <summary>Parts below each other; those that are null are left out.</summary>
    public static IRenderable Stack(params IRenderable?[] parts) => new Rows(parts.OfType<IRenderable>());

    /// <summary>Lines of a person's language, indented; null where there are none.</summary>
    public static IRenderable? Lines(IReadOnlyList<string> lines, string colour = "grey") =>
        lines.Count == 0 ? null : new Rows(lines.Select(line => new Markup($" [{colour}]{Safe(line)}[/]")));

    public static string Safe(string? text) => (text ?? "").EscapeMarkup();

    public static string Yes(bool value) => value ? "[green]✓[/]" : "[red]✗[/]";

    /// <summary>A check that may not have been made.</summary>
    public static string Yes(bool? value) => value is { } known ? Yes(known) : "[grey]not checked[/]";

    /// <summary>A figure that matters only where it is not zero.</summary>
    public static string Count(long count, string colour = "yellow") =>
        count == 0 ? "[grey]0[/]" : $"[{colour}]{Hosting.Units.Count(count)}[/]";
}
