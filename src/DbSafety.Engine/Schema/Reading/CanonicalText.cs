using System.Text;
using System.Text.RegularExpressions;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>
/// Writes one expression in one way. The server keeps <c>status IN ('a', 'b')</c> over a varchar as a cast of the array, and writes that; a
/// copy made of that text keeps casts of the elements, and writes those: <c>(ARRAY['a'::character varying])::text[]</c> comes back as
/// <c>ARRAY[('a'::character varying)::text]</c>. Both are the same check, and so is their canonical form.
/// </summary>
internal static partial class CanonicalText
{
    private const string Opening = "(ARRAY[";

    public static string Of(string statement)
    {
        // The text of a function or a comment is somebody's own words.
        if (!statement.Contains(Opening, StringComparison.Ordinal) || OwnWords().IsMatch(statement))
            return statement;
        var text = new StringBuilder();
        Write(statement, text);
        return text.ToString();
    }

    private static void Write(string text, StringBuilder into)
    {
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] is '\'' or '"')
            {
                var end = SkipQuoted(text, position);
                into.Append(text, position, end - position);
                position = end;
            }
            else if (string.CompareOrdinal(text, position, Opening, 0, Opening.Length) == 0 && TryReadCast(text, position, out var items, out var type, out var after))
            {
                into.Append("ARRAY[");
                for (var i = 0; i < items.Count; i++)
                {
                    into.Append(i == 0 ? "(" : ", (");
                    Write(items[i], into);
                    into.Append(")::").Append(type);
                }

                into.Append(']');
                position = after;
            }
            else
            {
                into.Append(text[position++]);
            }
        }
    }

    /// <summary>Reads <c>(ARRAY[…])::type[]</c>; arrays of arrays are left as they are.</summary>
    private static bool TryReadCast(string text, int start, out List<string> items, out string type, out int after)
    {
        items = [];
        (type, after) = ("", start);
        var depth = 0;
        var itemStart = start + Opening.Length;
        for (var position = itemStart; position < text.Length; position++)
        {
            switch (text[position])
            {
                case '\'' or '"':
                    position = SkipQuoted(text, position) - 1;
                    break;
                case '(' or '[':
                    depth++;
                    break;
                case ',' when depth == 0:
                    items.Add(text[itemStart..position].Trim());
                    itemStart = position + 1;
                    break;
                case ']' when depth == 0:
                    items.Add(text[itemStart..position].Trim());
                    var cast = CastOfArray().Match(text, position + 1, text.Length - position - 1);
                    (type, after) = (cast.Groups["type"].Value, position + 1 + cast.Length);
                    return cast.Success && items[0].Length > 0 && !items.Any(item => item.StartsWith("ARRAY[", StringComparison.Ordinal));
                case ')' or ']':
                    depth--;
                    break;
            }
        }

        return false;
    }

    /// <summary>The place after a literal or a quoted name; a quote within is doubled, which reads as two that follow each other.</summary>
    private static int SkipQuoted(string text, int start)
    {
        var quote = text[start];
        var escapes = quote == '\'' && start > 0 && text[start - 1] is 'E' or 'e';
        for (var position = start + 1; position < text.Length; position++)
        {
            if (text[position] == '\\' && escapes)
                position++;
            else if (text[position] == quote)
                return position + 1;
        }

        return text.Length;
    }

    [GeneratedRegex(@"^(CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)|COMMENT ON|SECURITY LABEL)\b")]
    private static partial Regex OwnWords();

    [GeneratedRegex(@"\G\)::(?<type>[\w .""]+?(\(\d+(,\s*\d+)?\))?)\[\]")]
    private static partial Regex CastOfArray();
}
