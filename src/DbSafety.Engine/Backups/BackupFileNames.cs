using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Backups;

/// <summary>
/// The names of a set's files. A table's name is percent-encoded but for a-z, 0-9, <c>_</c> and <c>-</c>, so that names that differ
/// only in case stay apart on file systems that do not tell case, and a dot always parts schema and table.
/// </summary>
public static class BackupFileNames
{
    /// <summary>The file of the structure of a whole scope; no table's encoded name can begin with @.</summary>
    public const string SchemaPart = "@schema";

    private const string Prefix = "backup_";
    private const string TableSuffix = ".sql.gz";
    private const string ManifestSuffix = ".manifest.json";

    // File systems allow 255 bytes; what the prefix, the suffix and the marks of a temporary name need is left free.
    private const int LongestPart = 190;

    /// <summary>The id of a moment.</summary>
    public static string IdOf(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);

    /// <summary>The file of a table.</summary>
    public static string Table(string id, TableName table) => Prefix + id + "_" + Part(table) + TableSuffix;

    /// <summary>The file of a scope's structure.</summary>
    public static string Schema(string id) => Prefix + id + "_" + SchemaPart + TableSuffix;

    /// <summary>The manifest.</summary>
    public static string Manifest(string id) => Prefix + id + ManifestSuffix;

    /// <summary>The record of a proof.</summary>
    public static string Proof(string id) => Prefix + id + ".proof.json";

    /// <summary>What a file is called until it is whole.</summary>
    public static string Partial(string file) => "." + file + ".partial";

    /// <summary>The file that is held open and locked while a set is written.</summary>
    public static string Reservation(string id) => "." + Prefix + id + ".partial";

    /// <summary>The id in a file's name, or null where it is no name of ours.</summary>
    public static string? IdIn(string fileName)
    {
        var name = fileName.StartsWith('.') ? fileName[1..] : fileName;
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name.Length < Prefix.Length + 16)
            return null;
        var id = name.Substring(Prefix.Length, 15);
        return IsId(id) && name[Prefix.Length + 15] is '_' or '.' ? id : null;
    }

    /// <summary>True for the form <c>YYYYMMDD_HHMMSS</c>.</summary>
    public static bool IsId(string text) =>
        DateTime.TryParseExact(text, "yyyyMMdd_HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>True for the name of a finished manifest.</summary>
    public static bool IsManifest(string fileName) =>
        fileName.EndsWith(ManifestSuffix, StringComparison.Ordinal) && !fileName.StartsWith('.') && IdIn(fileName) is not null;

    private static string Part(TableName table)
    {
        var part = table.Schema == "public" ? Encode(table.Name) : Encode(table.Schema) + "." + Encode(table.Name);
        if (part.Length <= LongestPart)
            return part;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(part))).ToLowerInvariant();
        return part[..(LongestPart - 17)].TrimEnd('%') + "~" + hash[..16];
    }

    private static string Encode(string name)
    {
        var text = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            if (octet is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or (byte)'-')
                text.Append((char)octet);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{octet:x2}");
        }

        return text.ToString();
    }
}
