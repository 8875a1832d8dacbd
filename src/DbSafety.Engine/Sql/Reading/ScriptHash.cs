using System.Security.Cryptography;
using System.Text;
using DbSafety.Core.Errors;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>The hashes that tell whether a script has changed since it was applied.</summary>
internal static class ScriptHash
{
    /// <summary>The name of the rule that the checksum follows. A new rule gets a new name, so that old checksums can still be compared.</summary>
    public const string Version = "sha256-v1:";

    private static readonly char[] WhiteSpace = [' ', '\t', '\n', '\v', '\f', '\r'];

    public static string Checksum(string text) => Version + Hex(Encoding.UTF8.GetBytes(Normalized(text)));

    public static string Loose(string text) => Hex(Encoding.UTF8.GetBytes(LineFeeds(text).TrimEnd(WhiteSpace)));

    public static string Raw(byte[] bytes) => Hex(bytes);

    /// <summary>The text with LF at the line ends outside literals and COPY data, without white space at its end.</summary>
    private static string Normalized(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal))
            return text.TrimEnd(WhiteSpace);

        var result = new StringBuilder(text.Length);
        var done = 0;
        foreach (var (start, end) in VerbatimStretches(text))
        {
            result.Append(LineFeeds(text[done..start])).Append(text, start, end - start);
            done = end;
        }

        return result.Append(LineFeeds(text[done..])).ToString().TrimEnd(WhiteSpace);
    }

    private static List<(int Start, int End)> VerbatimStretches(string text)
    {
        var stretches = new List<(int, int)>();
        var end = 0;
        var reader = new StatementReader(text, null)
        {
            Verbatim = (start, stop) =>
            {
                if (text.AsSpan(start, stop - start).Contains('\r'))
                    stretches.Add((start, stop));
                end = stop;
            },
        };
        try
        {
            reader.ReadAll();
        }
        catch (DbSafetyException)
        {
            // A script that cannot be divided has a checksum all the same; from the fault on it is taken to the letter.
            var fault = Math.Max(end, reader.Position);
            stretches.Add((fault, text.Length));
        }

        return stretches;
    }

    private static string LineFeeds(string text) =>
        text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;

    private static string Hex(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
}
