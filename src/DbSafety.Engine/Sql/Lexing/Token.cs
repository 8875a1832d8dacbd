namespace DbSafety.Engine.Sql.Lexing;

/// <summary>A token: its kind and its place in the text.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>True for texts in quotes of any sort, whose content must be kept to the letter.</summary>
    public bool IsLiteral => Kind is TokenKind.String or TokenKind.EscapeString or TokenKind.UnicodeString or TokenKind.BitString
        or TokenKind.DollarString or TokenKind.QuotedName or TokenKind.UnicodeName;

    public bool IsName => Kind is TokenKind.Word or TokenKind.QuotedName or TokenKind.UnicodeName;

    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, Length);

    /// <summary>True for this key word in any case; a quoted name is never a key word.</summary>
    public bool IsWord(string text, string word) =>
        Kind == TokenKind.Word && Length == word.Length && In(text).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string text, char symbol) => Kind == TokenKind.Symbol && text[Start] == symbol;
}
