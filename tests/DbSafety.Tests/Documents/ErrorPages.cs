using System.Text;
using DbSafety.Core.Errors;
using DbSafety.PowerShell.Errors;

namespace DbSafety.Tests.Documents;

/// <summary>The pages of the errors, one for each id, and their index.</summary>
internal static class ErrorPages
{
    /// <summary>The text of each page by its file name.</summary>
    public static IReadOnlyDictionary<string, string> Write()
    {
        var errors = ErrorScan.Sites.GroupBy(site => site.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var pages = errors.ToDictionary(error => $"{error.Key}.md", error => Page(error.Key, [.. error]), StringComparer.Ordinal);
        pages["README.md"] = Index(errors);
        return pages;
    }

    private static string Index(IEnumerable<IGrouping<string, ErrorSite>> errors)
    {
        var page = new StringBuilder();
        page.Append("""
            # Errors

            Every error has an id that keeps its meaning for ever. In PowerShell it is the first word of `$_.FullyQualifiedErrorId`, and
            `$_.ErrorDetails.RecommendedAction` is what to do next; with `dbsafety --json` it is `error.id`. These pages are written from the
            very words of the program; `…` and `<name>` stand for what is put in.

            | id | category in PowerShell | exit code | what happened |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var error in errors)
            page.Append($"| [{error.Key}]({error.Key}.md) | {Category(error.First().Kind)} | {Exit(error.First().Kind)} | {Cell(error.SelectMany(site => site.Messages).FirstOrDefault() ?? Foreign)} |\n");
        return page.ToString();
    }

    private const string Foreign = "What the server or the system says itself.";

    private static string Page(string id, IReadOnlyList<ErrorSite> sites)
    {
        var page = new StringBuilder($"# {id}\n");
        Add(page, "What happened", [.. sites.SelectMany(site => site.Messages).DefaultIfEmpty(Foreign)]);
        Add(page, "What state things are in", [.. sites.SelectMany(site => site.States)]);
        Add(page, "What to do", [.. sites.SelectMany(site => site.NextSteps)]);
        var said = sites.SelectMany(site => site.NextSteps).Distinct().ToList();
        var cmdlets = said.Select(CommandWording.ForPowerShell).Except(said).ToList();
        Add(page, "What to do in PowerShell", cmdlets);
        page.Append("\n## How programs see it\n\n");
        foreach (var kind in sites.Select(site => site.Kind).Distinct())
            page.Append($"- {kind?.ToString() ?? "The kind of its cause"}: category `{Category(kind)}` in PowerShell, exit code {Exit(kind)} of `dbsafety`.\n");
        return page.ToString();
    }

    private static void Add(StringBuilder page, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        page.Append($"\n## {title}\n\n");
        foreach (var line in lines.Distinct())
            page.Append($"- {Safe(line)}\n");
    }

    private static string Category(ErrorKind? kind) => kind is { } known ? ErrorCategories.For(known, null).ToString() : "of the cause";

    private static string Exit(ErrorKind? kind) => kind is { } known ? $"{(int)ExitCodes.For(known)} {ExitCodes.For(known)}" : "of the cause";

    private static string Cell(string text) => Safe(text).Replace("|", "\\|", StringComparison.Ordinal);

    // Markdown would take a name in angle brackets for HTML.
    private static string Safe(string text) => text.Trim().Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
