using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// goose: one file, divided by <c>-- +goose Up</c> and <c>-- +goose Down</c>. Its StatementBegin and StatementEnd are comments to us,
/// since statements are divided as PostgreSQL does.
/// </summary>
internal sealed partial class GooseLayout() : MarkedFileLayout("goose", "NUMBER_words.sql with -- +goose Up", FileName(),
    new SectionMarks(UpMark(), DownMark(), NoTransaction(), NoTransactionPerSection: false, UpWithoutMark: false))
{
    protected override bool IsProgram(string path) => Path.GetExtension(path) == ".go" && ForeignProgram.MayBe(path);

    protected override void Check(string path, string text, LayoutFolders folders)
    {
        if (Substitution().Match(text) is { Success: true } match)
        {
            throw LayoutErrors.FormInvalid(path, text.AsSpan(0, match.Index).Count('\n') + 1,
                "The script asks for environment variables to be put into it, which is not done here: what is approved must be what is run.",
                "Write the values out, then run the command again.", folders);
        }

        base.Check(path, text, folders);
    }

    [GeneratedRegex(@"^(\d+)_(.*)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^--[ \t]*\+goose[ \t]+up[ \t]*(?=\r?$)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex UpMark();

    [GeneratedRegex(@"^--[ \t]*\+goose[ \t]+down[ \t]*(?=\r?$)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex DownMark();

    [GeneratedRegex(@"^--[ \t]*\+goose[ \t]+no[ \t]+transaction[ \t]*(?=\r?$)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex NoTransaction();

    [GeneratedRegex(@"^--[ \t]*\+goose[ \t]+envsubs?t?[ \t]+on[ \t]*(?=\r?$)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Substitution();
}
