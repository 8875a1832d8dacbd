using System.Buffers;

namespace DbSafety.Engine.Sql.Lexing;

/// <summary>Finds where things in quotes end. Each method returns the index after the end, or -1 where there is none.</summary>
internal static class QuoteScanner
{
    private static readonly SearchValues<char> QuoteOrBackslash = SearchValues.Create("'\\");

    /// <param name="position">After the opening quote.</param>
    /// <param name="limit">Where the text ends.</param>
    /// <param name="backslashes">True where a backslash takes the next character with it.</param>
    public static int String(string text, int position, int limit, bool backslashes)
    {
        while (position < limit)
        {
            var rest = text.AsSpan(position, limit - position);
            var found = backslashes ? rest.IndexOfAny(QuoteOrBackslash) : rest.IndexOf('\'');
            if (found < 0)
                return -1;
            position += found;
            if (text[position] == '\\' || (position + 1 < limit && text[position + 1] == '\''))
            {
                position += 2;
                continue;
            }

            var next = Continuation(text, position + 1, limit);
            if (next < 0)
                return position + 1;
            position = next;
        }

        return -1;
    }

    /// <param name="position">After the opening double quote.</param>
    public static int Name(string text, int position, int limit)
    {
        while (position < limit)
        {
            var found = text.AsSpan(position, limit - position).IndexOf('"');
            if (found < 0)
                return -1;
            position += found + 1;
            if (position >= limit || text[position] != '"')
                return position;
            position++;
        }

        return -1;
    }

    /// <summary>The length of the dollar delimiter that begins here, with both dollars; 0 where none does.</summary>
    public static int DollarDelimiter(string text, int start, int limit)
    {
        var position = start + 1;
        if (position < limit && Characters.IsNameStart(text[position]))
        {
            while (position < limit && Characters.IsTagPart(text[position]))
                position++;
        }

        return position < limit && text[position] == '$' ? position + 1 - start : 0;
    }

    public static int Dollar(string text, int start, int delimiterLength, int limit)
    {
        var position = start + delimiterLength;
        var found = text.AsSpan(position, limit - position).IndexOf(text.AsSpan(start, delimiterLength));
        return found < 0 ? -1 : position + found + delimiterLength;
    }

    /// <param name="position">After the opening <c>/*</c>. Comments nest.</param>
    public static int BlockComment(string text, int position, int limit)
    {
        for (var depth = 1; position < limit;)
        {
            var found = text.AsSpan(position, limit - position).IndexOfAny('/', '*');
            if (found < 0)
                return -1;
            position += found;
            var next = position + 1 < limit ? text[position + 1] : '\0';
            if (text[position] == '/' && next == '*')
            {
                depth++;
                position += 2;
            }
            else if (text[position] == '*' && next == '/')
            {
                position += 2;
                if (--depth == 0)
                    return position;
            }
            else
            {
                position++;
            }
        }

        return -1;
    }

    public static int LineComment(string text, int position, int limit)
    {
        var found = text.AsSpan(position, limit - position).IndexOfAny('\n', '\r');
        return found < 0 ? limit : position + found;
    }

    /// <summary>
    /// SQL joins two texts with nothing but white space and line comments between them, if a line end is among it. The second one is
    /// then read by the rules of the first: the index after its opening quote, or -1.
    /// </summary>
    private static int Continuation(string text, int position, int limit)
    {
        var newline = false;
        while (position < limit)
        {
            var c = text[position];
            if (Characters.IsSpace(c))
            {
                newline |= Characters.IsNewline(c);
                position++;
            }
            else if (c == '-' && position + 1 < limit && text[position + 1] == '-')
            {
                position = LineComment(text, position, limit);
            }
            else
            {
                return c == '\'' && newline ? position + 1 : -1;
            }
        }

        return -1;
    }
}
