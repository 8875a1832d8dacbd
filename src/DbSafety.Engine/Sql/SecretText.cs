using System.Text;
using DbSafety.Engine.Sql.Forms.Reading;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql;

/// <summary>
/// Shows a statement without its passwords: a text constant after the word PASSWORD, and one that holds a connection text with a password.
/// What is shown is for people; what binds is the hash of the script's bytes, so nothing can be changed behind it.
/// </summary>
internal static class SecretText
{
    private const string Hidden = "'…hidden…'";

    public static string Hide(string statement)
    {
        if (!statement.Contains("password", StringComparison.OrdinalIgnoreCase) && !statement.Contains("://", StringComparison.Ordinal))
            return statement;
        var text = new StringBuilder();
        var tokens = FormReader.Tokens(statement);
        var at = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (TokenText.Literal(tokens[i], statement) is not { } literal || Shown(tokens, i, statement, literal) is not { } shown)
                continue;
            text.Append(statement.AsSpan(at, tokens[i].Start - at)).Append(shown);
            at = tokens[i].End;
        }

        return text.Append(statement.AsSpan(at)).ToString();
    }

    // Null where it is shown as it is.
    private static string? Shown(List<Token> tokens, int i, string statement, string literal)
    {
        if (tokens[i].Kind == TokenKind.DollarString)
            return statement[tokens[i].Start..tokens[i].End].Replace(literal, Hide(literal), StringComparison.Ordinal);
        var before = i > 0 && tokens[i - 1] is { Kind: TokenKind.Operator, Length: 1 } sign && statement[sign.Start] == '=' ? i - 2 : i - 1;
        var isPassword = before >= 0 && tokens[before].IsName && TokenText.Name(tokens[before], statement).EndsWith("password", StringComparison.OrdinalIgnoreCase);
        var holdsOne = literal.Contains("password=", StringComparison.OrdinalIgnoreCase) || literal.Contains("password =", StringComparison.OrdinalIgnoreCase)
            || (literal.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && literal.AsSpan(scheme + 3).Contains('@'));
        return isPassword || holdsOne ? Hidden : null;
    }
}
