namespace DbSafety.Engine.Sql.Lexing;

/// <summary>Finds where a number ends: <c>42</c>, <c>1_000</c>, <c>0xFF</c>, <c>0o17</c>, <c>0b1</c>, <c>3.</c>, <c>.5</c>, <c>1e-9</c>.</summary>
internal static class NumberScanner
{
    public static int End(string text, int start, int limit)
    {
        if (text[start] == '0' && start + 2 < limit && text[start + 1] is 'x' or 'X' or 'o' or 'O' or 'b' or 'B'
            && (char.IsAsciiHexDigit(text[start + 2]) || text[start + 2] == '_'))
        {
            var end = start + 2;
            while (end < limit && (char.IsAsciiHexDigit(text[end]) || text[end] == '_'))
                end++;
            return end;
        }

        var position = Digits(text, start, limit);
        // Two dots are PL/pgSQL's range, as in 1..10.
        if (position < limit && text[position] == '.' && !(position + 1 < limit && text[position + 1] == '.'))
            position = Digits(text, position + 1, limit);
        return Exponent(text, position, limit);
    }

    private static int Exponent(string text, int position, int limit)
    {
        if (position >= limit || text[position] is not ('e' or 'E'))
            return position;
        var digits = position + 1;
        if (digits < limit && text[digits] is '+' or '-')
            digits++;
        return digits < limit && char.IsAsciiDigit(text[digits]) ? Digits(text, digits, limit) : position;
    }

    private static int Digits(string text, int position, int limit)
    {
        while (position < limit
            && (char.IsAsciiDigit(text[position]) || (text[position] == '_' && position + 1 < limit && char.IsAsciiDigit(text[position + 1]))))
        {
            position++;
        }

        return position;
    }
}
