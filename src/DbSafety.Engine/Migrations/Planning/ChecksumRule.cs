using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>
/// Whether a file is still what was applied. Another byte order mark, other line ends or another encoding of the same text are no
/// change (research I13); another word is.
/// </summary>
internal static class ChecksumRule
{
    /// <summary>The key in a journal row's detail that keeps <see cref="ScriptText.LooseHash"/>.</summary>
    public const string Loose = "loose_checksum";

    public static bool IsChanged(JournalRow applied, ScriptText file)
    {
        if (applied.Entry.Checksum is not { } recorded || recorded == file.Checksum)
            return false;
        // Line ends inside a function's body changed with those of the file.
        return (string?)applied.Entry.Detail[Loose] is not { } loose || loose != file.LooseHash;
    }
}
