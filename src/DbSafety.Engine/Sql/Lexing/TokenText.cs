using System.Globalization;
using System.Text;

namespace DbSafety.Engine.Sql.Lexing;

/// <summary>What names and texts mean once their quotes are read.</summary>
internal static class TokenText
{
    /// <summary>NAMEDATALEN - 1: PostgreSQL cuts longer names, with a notice.</summary>
    private const int MaxNameBytes = 63;

    /// <summary>A name as the catalog has it.</summary>
    public static string Name(Token token, string text)
    {
        var raw = token.In(text);
        var name = token.Kind switch
        {
            TokenKind.QuotedName => raw[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal),
            TokenKind.UnicodeName => Unicode(raw[3..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal)),
            _ => Fold(raw),
        };
        return Cut(name);
    }

    /// <summary>The value of a text constant; null where the token is none.</summary>
    public static string? Literal(Token token, string text)
    {
        var raw = token.In(text);
        switch (token.Kind)
        {
            case TokenKind.String:
                return raw[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal);
            case TokenKind.EscapeString:
                return Escapes(raw[(raw[0] == '\'' ? 1 : 2)..^1]);
            case TokenKind.UnicodeString:
                return Unicode(raw[3..^1].ToString().Replace("''", "'", StringComparison.Ordinal));
            case TokenKind.DollarString:
                var delimiter = QuoteScanner.DollarDelimiter(text, token.Start, token.End);
                return raw[delimiter..^delimiter].ToString();
            default:
                return null;
        }
    }

    /// <summary>Only ASCII letters are folded: in UTF-8 PostgreSQL leaves the others as they are.</summary>
    private static string Fold(ReadOnlySpan<char> raw)
    {
        if (!raw.ContainsAnyInRange('A', 'Z'))
            return raw.ToString();
        var folded = raw.ToArray();
        foreach (ref var c in folded.AsSpan())
            c = char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
        return new string(folded);
    }

    private static string Cut(string name)
    {
        if (name.Length * 3 <= MaxNameBytes || Encoding.UTF8.GetByteCount(name) <= MaxNameBytes)
            return name;
        var (bytes, length) = (0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxNameBytes)
                break;
            bytes += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }

        return name[..length];
    }

    /// <summary>\XXXX and \+XXXXXX with the default escape character; UESCAPE names another so rarely that it is not read.</summary>
    private static string Unicode(string raw)
    {
        var value = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            var digits = i + 1 < raw.Length && raw[i + 1] == '+' ? raw.AsSpan(i + 2) : raw.AsSpan(i + 1);
            var length = i + 1 < raw.Length && raw[i + 1] == '+' ? 6 : 4;
            if (raw[i] != '\\')
            {
                value.Append(raw[i]);
            }
            else if (digits.Length >= length
                && int.TryParse(digits[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                if (code < 0x10000)
                    value.Append((char)code);
                else if (Rune.IsValid(code))
                    value.Append(new Rune(code).ToString());
                i += length == 6 ? 7 : 4;
            }
            else
            {
                value.Append('\\');
                i += i + 1 < raw.Length && raw[i + 1] == '\\' ? 1 : 0;
            }
        }

        return value.ToString();
    }

    private static string Escapes(ReadOnlySpan<char> raw)
    {
        var value = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (i + 1 >= raw.Length || (raw[i] != '\\' && !(raw[i] == '\'' && raw[i + 1] == '\'')))
            {
                value.Append(raw[i]);
                continue;
            }

            i++;
            value.Append(raw[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
        }

        return value.ToString();
    }
}
