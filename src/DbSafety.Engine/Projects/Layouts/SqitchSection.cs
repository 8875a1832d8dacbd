using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// A script of Sqitch's, whose convention is to stand between BEGIN and COMMIT (or ROLLBACK, in a verify script). The pair is
/// blanked: our transaction takes its place.
/// </summary>
internal sealed partial class SqitchSection : IScriptSection
{
    public static SqitchSection Instance { get; } = new();

    public string Select(string fileText)
    {
        var begin = Begin().Match(fileText);
        var end = End().Match(fileText);
        if (!begin.Success || !end.Success || end.Groups[1].Index < begin.Groups[1].Index + begin.Groups[1].Length)
            return fileText;
        var text = Blanks.Out(fileText, begin.Groups[1].Index, begin.Groups[1].Index + begin.Groups[1].Length);
        return Blanks.Out(text, end.Groups[1].Index, end.Groups[1].Index + end.Groups[1].Length);
    }

    // The first statement, after space and comments.
    [GeneratedRegex(@"\A\uFEFF?(?:\s|--[^\n]*(?:\n|\z)|/\*(?:(?!/\*|\*/)[\s\S])*\*/)*(BEGIN(?:\s+(?:WORK|TRANSACTION))?\s*;)", RegexOptions.IgnoreCase)]
    private static partial Regex Begin();

    // The last statement, on a line of its own, before space and comments.
    [GeneratedRegex(@"^[ \t]*((?:COMMIT|ROLLBACK|END)(?:\s+(?:WORK|TRANSACTION))?\s*;)(?:\s|--[^\n]*(?:\n|\z)|/\*(?:(?!/\*|\*/)[\s\S])*\*/)*\z", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex End();
}
