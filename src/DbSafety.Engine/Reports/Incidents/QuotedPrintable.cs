using System.Globalization;
using System.Text;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>Texts for a mail in nothing but ASCII: the body as quoted-printable (RFC 2045, 6.7), headers as encoded words (RFC 2047).</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;

    /// <summary>A text of several lines; each line of the result ends with CRLF and has at most 76 characters.</summary>
    public static string Body(string text)
    {
        var result = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var length = 0;
            var bytes = Encoding.UTF8.GetBytes(line);
            for (var i = 0; i < bytes.Length; i++)
            {
                // A blank at the end of a line would be lost on the way; a soft break needs room for its sign.
                var isLast = i == bytes.Length - 1;
                var plain = bytes[i] is > 32 and < 127 and not (byte)'=' || (bytes[i] is 32 or 9 && !isLast);
                var piece = plain ? ((char)bytes[i]).ToString() : $"={bytes[i]:X2}";
                if (length + piece.Length > LongestLine - 1)
                {
                    result.Append("=\r\n");
                    length = 0;
                }

                result.Append(piece);
                length += piece.Length;
            }

            result.Append("\r\n");
        }

        return result.ToString();
    }

    /// <summary>The value of a header: as it is where it is short ASCII, else as encoded words, one on a line.</summary>
    public static string Header(string text)
    {
        var line = new string([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        if (line.Length <= 60 && line.All(char.IsAscii) && !line.Contains("=?", StringComparison.Ordinal))
            return line;
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in line.EnumerateRunes())
        {
            var piece = Encode(rune);
            // An encoded word has at most 75 characters, and the first one shares its line with the header's name. No character is divided
            // between two of them.
            if (word.Length + piece.Length > 64 - "=?utf-8?Q??=".Length)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            word.Append(piece);
        }

        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(item => $"=?utf-8?Q?{item}?="));
    }

    private static string Encode(Rune rune)
    {
        if (rune.Value == ' ')
            return "_";
        if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || "!*+-/".Contains((char)rune.Value, StringComparison.Ordinal)))
            return ((char)rune.Value).ToString();
        Span<byte> bytes = stackalloc byte[4];
        var count = rune.EncodeToUtf8(bytes);
        return string.Concat(bytes[..count].ToArray().Select(item => "=" + item.ToString("X2", CultureInfo.InvariantCulture)));
    }
}
