using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DbSafety.Engine.Canonical;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>
/// The hash of a row, computed here: whoever may change the rows may also change <c>dbsafety.journal_hash</c>, so a check does not ask it.
/// </summary>
internal static class JournalHash
{
    /// <summary>What the first row holds for the hash of the one before.</summary>
    public const string Origin = Audit.Chains.ChainLine.Origin;

    public static string Of(JournalRow row) => Of(row, row.Position, row.PreviousHash);

    /// <summary>The hash that the row would have at another place.</summary>
    public static string Of(JournalRow row, long position, string previousHash)
    {
        var entry = row.Entry;
        var text = JsonbText.Write(
        [
            previousHash, position.ToString(CultureInfo.InvariantCulture), Time(row.RecordedAt), row.RunId, JournalWriter.NameOf(row.Event),
            row.Migration, entry.Step?.ToString(CultureInfo.InvariantCulture), row.OsUser, row.Host, row.DatabaseRole,
            row.BackendPid.ToString(CultureInfo.InvariantCulture), row.ToolVersion, entry.Checksum, entry.RawChecksum,
            entry.UpScript, entry.RollbackScript, entry.VerifyScript, entry.BackupId, entry.Fingerprint,
            entry.Duration is { } duration ? ((long)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : null,
            JsonbText.Write(entry.Detail),
        ]);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
    }

    /// <summary>A moment as the hash has it: UTC with microseconds.</summary>
    public static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
