using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>dbmate: one file, divided by <c>-- migrate:up</c> and <c>-- migrate:down</c>, run in the order of the file names.</summary>
internal sealed partial class DbmateLayout() : MarkedFileLayout("dbmate", "TIMESTAMP_words.sql with -- migrate:up", FileName(),
    new SectionMarks(UpMark(), DownMark(), NoTransaction(), NoTransactionPerSection: true, UpWithoutMark: false))
{
    protected override MigrationVersion Version(string number, string stem) => MigrationVersion.Lexical(number, stem);

    [GeneratedRegex(@"^(\d+)[_\-. ]*(.*)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^--[ \t]*migrate:up(?=\s|$)[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex UpMark();

    [GeneratedRegex(@"^--[ \t]*migrate:down(?=\s|$)[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex DownMark();

    [GeneratedRegex(@"\stransaction:false(\s|$)")]
    private static partial Regex NoTransaction();
}
