using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DbSafety.Engine.Schema.Exporting;

/// <summary>
/// Makes file names of object names: the same for the same name whatever else there is, and different for different names also where the
/// file system does not tell upper from lower case. A plain lower-case name stays as it is; any other gets a mark made of its hash.
/// </summary>
internal static partial class SafeFileName
{
    private const int LongestPart = 80;

    public static string Of(string name)
    {
        if (Plain().IsMatch(name) && name.Length <= LongestPart && !Reserved().IsMatch(name))
            return name;
        var readable = Unsafe().Replace(name, "_");
        var mark = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8].ToLowerInvariant();
        return $"{readable[..Math.Min(LongestPart, readable.Length)]}-{mark}";
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]*$")]
    private static partial Regex Plain();

    // Not every letter: some file systems write one accented letter in two ways.
    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex Unsafe();

    // Names of devices, which Windows does not give to files, whatever the extension.
    [GeneratedRegex("^(con|prn|aux|nul|com[0-9]|lpt[0-9])$")]
    private static partial Regex Reserved();
}
