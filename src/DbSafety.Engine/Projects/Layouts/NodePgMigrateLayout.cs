using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>node-pg-migrate's SQL files: one file, divided by <c>-- Up Migration</c> and <c>-- Down Migration</c>.</summary>
internal sealed partial class NodePgMigrateLayout() : MarkedFileLayout("node-pg-migrate", "TIMESTAMP_words.sql with -- Up Migration", FileName(),
    new SectionMarks(UpMark(), DownMark(), null, NoTransactionPerSection: false, UpWithoutMark: true))
{
    protected override bool IsProgram(string path) => Path.GetExtension(path) is ".js" or ".ts" or ".cjs" or ".mjs" or ".mts" or ".cts" && ForeignProgram.MayBe(path);

    [GeneratedRegex(@"^(\d+)[_\-](.*)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[ \t]*--[\s-]*up[ \t]+migration[^\r\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex UpMark();

    [GeneratedRegex(@"^[ \t]*--[\s-]*down[ \t]+migration[^\r\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex DownMark();
}
