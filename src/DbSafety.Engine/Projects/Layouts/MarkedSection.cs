namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The up or the down script of a file that holds both.</summary>
internal sealed class MarkedSection(SectionMarks marks, bool up) : IScriptSection
{
    public string Select(string fileText)
    {
        var (start, end) = marks.Find(fileText, up) ?? (0, 0);
        return Blanks.KeepOnly(fileText, start, end);
    }
}
