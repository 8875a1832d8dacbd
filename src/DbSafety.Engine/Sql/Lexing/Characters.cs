namespace DbSafety.Engine.Sql.Lexing;

/// <summary>The character classes of PostgreSQL's lexer (src/backend/parser/scan.l). Every character outside ASCII is a letter to it.</summary>
internal static class Characters
{
    public static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    public static bool IsNewline(char c) => c is '\n' or '\r';

    public static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= '\x80';

    public static bool IsNamePart(char c) => IsNameStart(c) || char.IsAsciiDigit(c) || c == '$';

    /// <summary>A dollar tag is a name without dollars.</summary>
    public static bool IsTagPart(char c) => IsNameStart(c) || char.IsAsciiDigit(c);

    public static bool IsOperator(char c) => c is '~' or '!' or '@' or '#' or '^' or '&' or '|' or '`' or '?'
        or '+' or '-' or '*' or '/' or '%' or '<' or '>' or '=';
}
