using System.Text;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>Splits a condition into words.</summary>
internal static class ConditionLexer
{
    public static List<ConditionToken> Read(string text)
    {
        var tokens = new List<ConditionToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else
                tokens.Add(Next(text, ref at));
        }

        tokens.Add(new ConditionToken(ConditionTokenKind.End, "", text.Length));
        return tokens;
    }

    private static ConditionToken Next(string text, ref int at)
    {
        var start = at;
        switch (text[at])
        {
            case '(' or '[':
                at++;
                return new(ConditionTokenKind.Open, text[start..at], start);
            case ')' or ']':
                at++;
                return new(ConditionTokenKind.Close, text[start..at], start);
            case ',':
                at++;
                return new(ConditionTokenKind.Comma, ",", start);
            case '\'' or '"':
                return Quoted(text, ref at);
            case '$':
                at++;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' || IsIndex(text, at) || IsInnerHyphen(text, at)))
                    at += IsIndex(text, at) ? text.IndexOf(']', at) - at + 1 : 1;
                return new(ConditionTokenKind.Reference, text[(start + 1)..at], start);
            case '-' when at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]):
                at++;
                while (at < text.Length && char.IsAsciiLetter(text[at]))
                    at++;
                return new(ConditionTokenKind.Operator, text[start..at].ToLowerInvariant(), start);
            case '-' or (>= '0' and <= '9'):
                at++;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.'))
                    at++;
                return new(ConditionTokenKind.Number, text[start..at], start);
            case var letter when char.IsLetter(letter):
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                    at++;
                return new(ConditionTokenKind.Word, text[start..at], start);
            default:
                throw new ConditionException($"'{text[at]}' at character {at + 1} is not part of a condition.", ConditionParser.Grammar);
        }
    }

    private static bool IsIndex(string text, int at)
    {
        if (text[at] != '[' || text.IndexOf(']', at) is not (> 0 and var end))
            return false;
        var inner = text.AsSpan(at + 1, end - at - 1).TrimStart('-');
        return inner.Length > 0 && inner.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    // $steps.my-step is a name; "$a -eq" is not.
    private static bool IsInnerHyphen(string text, int at) =>
        text[at] == '-' && at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]) && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]);

    // A quote is written twice within its own kind.
    private static ConditionToken Quoted(string text, ref int at)
    {
        var start = at;
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length)
        {
            if (text[at] != quote)
            {
                value.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == quote)
            {
                value.Append(quote);
                at += 2;
            }
            else
            {
                at++;
                return new(ConditionTokenKind.Text, value.ToString(), start);
            }
        }

        throw new ConditionException($"The text that begins at character {start + 1} has no end.", $"Close it with {quote}.");
    }
}
