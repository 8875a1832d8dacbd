using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>tern: one file, whose end after <c>---- create above / drop below ----</c> takes it back.</summary>
internal sealed partial class TernLayout() : MarkedFileLayout("tern", "NUMBER_words.sql with ---- create above / drop below ----", FileName(),
    new SectionMarks(Never(), DownMark(), NoTransaction(), NoTransactionPerSection: false, UpWithoutMark: true))
{
    protected override void Check(string path, string text, LayoutFolders folders)
    {
        if (Substitution().Match(text) is { Success: true } match)
        {
            throw LayoutErrors.FormInvalid(path, text.AsSpan(0, match.Index).Count('\n') + 1,
                "The script asks for values or other files to be put into it, which is not done here: what is approved must be what is run.",
                "Write them out, then run the command again.", folders);
        }

        base.Check(path, text, folders);
    }

    [GeneratedRegex(@"^(\d+)[_\-. ]*(.*)$")]
    private static partial Regex FileName();

    [GeneratedRegex("(?!)")]
    private static partial Regex Never();

    [GeneratedRegex(@"^----[ \t]*create[ \t]+above[ \t]*/[ \t]*drop[ \t]+below[ \t]*----[^\r\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex DownMark();

    [GeneratedRegex(@"^----[ \t]*tern:[ \t]*disable-tx[ \t]*----", RegexOptions.Multiline)]
    private static partial Regex NoTransaction();

    [GeneratedRegex(@"\{\{[ \t]*(?:\.|template\b)")]
    private static partial Regex Substitution();
}
