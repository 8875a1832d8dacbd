using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>sql-migrate, and micrate and rambler, which mark alike: one file, divided by <c>-- +migrate Up</c> and <c>-- +migrate Down</c>.</summary>
internal sealed partial class SqlMigrateLayout() : MarkedFileLayout("sql-migrate", "NUMBER_words.sql with -- +migrate Up", FileName(),
    new SectionMarks(UpMark(), DownMark(), NoTransaction(), NoTransactionPerSection: true, UpWithoutMark: false)), IMigrationLayout
{
    bool IMigrationLayout.AllowsSameNumber => true;

    [GeneratedRegex(@"^(\d+)[_\-. ]*(.*)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^--[ \t]*(?:\+(?:migrate|micrate)|rambler)[ \t]+up\b[^\r\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex UpMark();

    [GeneratedRegex(@"^--[ \t]*(?:\+(?:migrate|micrate)|rambler)[ \t]+down\b[^\r\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex DownMark();

    [GeneratedRegex(@"\snotransaction(\s|$)", RegexOptions.IgnoreCase)]
    private static partial Regex NoTransaction();
}
