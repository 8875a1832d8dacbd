using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Play's evolutions: <c>1.sql</c>, divided by <c># --- !Ups</c> and <c># --- !Downs</c>.</summary>
internal sealed partial class PlayLayout() : MarkedFileLayout("play", "NUMBER.sql with # --- !Ups", FileName(),
    new SectionMarks(UpMark(), DownMark(), null, NoTransactionPerSection: false, UpWithoutMark: false))
{
    protected override IScriptSection Section(bool up) => new PlaySection(base.Section(up));

    // What stands before the first mark is a comment of the tool's own kind.
    protected override void Check(string path, string text, LayoutFolders folders) => base.Check(path, HashLine().Replace(text, ""), folders);

    [GeneratedRegex(@"^(\d+)()$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[ \t]*(?:#|--)[ \t-]*!Ups\b[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex UpMark();

    [GeneratedRegex(@"^[ \t]*(?:#|--)[ \t-]*!Downs\b[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex DownMark();

    [GeneratedRegex(@"^[ \t]*#(?![ \t-]*!(?:Ups|Downs)\b)[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex HashLine();

    // A semicolon inside of a statement is written twice there. It becomes one and a space, so that every place stays what it was.
    private sealed class PlaySection(IScriptSection section) : IScriptSection
    {
        public string Select(string fileText) =>
            HashLine().Replace(section.Select(fileText), line => new string(' ', line.Length)).Replace(";;", "; ", StringComparison.Ordinal);
    }
}
