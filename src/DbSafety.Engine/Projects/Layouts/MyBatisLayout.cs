using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>MyBatis Migrations and dbdeploy: one file, whose end after <c>-- //@UNDO</c> takes it back.</summary>
internal sealed partial class MyBatisLayout() : MarkedFileLayout("mybatis", "NUMBER_words.sql with -- //@UNDO", FileName(),
    new SectionMarks(Never(), DownMark(), null, NoTransactionPerSection: false, UpWithoutMark: true))
{
    [GeneratedRegex(@"^(\d+)[_\-. ]*(.*)$")]
    private static partial Regex FileName();

    [GeneratedRegex("(?!)")]
    private static partial Regex Never();

    [GeneratedRegex(@"^[ \t]*--[ \t]*//[ \t]*@UNDO\b[^\r\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex DownMark();
}
