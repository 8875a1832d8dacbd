namespace DbSafety.Engine.Sql.Lexing;

/// <summary>
/// Divides a text into tokens as PostgreSQL 18 does (documentation 4.1, src/backend/parser/scan.l). It goes forward only and looks at
/// each character a fixed number of times.
/// </summary>
internal sealed class Tokenizer(string text, int start, int limit, string? path)
{
    public Tokenizer(string text, string? path)
        : this(text, 0, text.Length, path)
    {
    }

    /// <summary>Where the next token is looked for.</summary>
    public int Position { get; set; } = start;

    /// <summary>What the session's setting of that name is at this place; off makes backslashes escape in plain texts.</summary>
    public bool StandardConformingStrings { get; set; } = true;

    /// <summary>Reads the next token; false at the end of the text.</summary>
    public bool TryRead(out Token token)
    {
        while (Position < limit && Characters.IsSpace(text[Position]))
            Position++;
        if (Position >= limit)
        {
            token = default;
            return false;
        }

        token = ReadToken(text[Position]);
        Position = token.End;
        return true;
    }

    private Token ReadToken(char first)
    {
        var at = Position;
        if (Characters.IsNameStart(first))
            return Prefixed(first) ?? Run(TokenKind.Word, Characters.IsNamePart);

        switch (first)
        {
            case '\'':
                return Quoted(StandardConformingStrings ? TokenKind.String : TokenKind.EscapeString, 1);
            case '"':
                return Quoted(TokenKind.QuotedName, 1);
            case '$':
                return Dollar();
            case '-' when Next(1) == '-':
                return Until(TokenKind.Comment, QuoteScanner.LineComment(text, at + 2, limit));
            case '/' when Next(1) == '*':
                return Until(TokenKind.Comment, QuoteScanner.BlockComment(text, at + 2, limit));
            case '\\':
                return new Token(TokenKind.Backslash, at, 1);
            case '.' when char.IsAsciiDigit(Next(1)):
                return Until(TokenKind.Number, NumberScanner.End(text, at, limit));
        }

        if (char.IsAsciiDigit(first))
            return Until(TokenKind.Number, NumberScanner.End(text, at, limit));
        return Characters.IsOperator(first) ? Operator() : new Token(TokenKind.Symbol, at, 1);
    }

    /// <summary>E'…', B'…', X'…', U&amp;'…' and U&amp;"…"; an N stays a word of its own before a plain text.</summary>
    private Token? Prefixed(char first) => (first, Next(1)) switch
    {
        ('e' or 'E', '\'') => Quoted(TokenKind.EscapeString, 2),
        ('b' or 'B' or 'x' or 'X', '\'') => Quoted(TokenKind.BitString, 2),
        ('u' or 'U', '&') when Next(2) == '\'' => Quoted(TokenKind.UnicodeString, 3),
        ('u' or 'U', '&') when Next(2) == '"' => Quoted(TokenKind.UnicodeName, 3),
        _ => null,
    };

    private Token Quoted(TokenKind kind, int opening) => Until(kind, kind is TokenKind.QuotedName or TokenKind.UnicodeName
        ? QuoteScanner.Name(text, Position + opening, limit)
        : QuoteScanner.String(text, Position + opening, limit, kind == TokenKind.EscapeString));

    private Token Dollar()
    {
        if (char.IsAsciiDigit(Next(1)))
        {
            var end = Position + 1;
            while (end < limit && char.IsAsciiDigit(text[end]))
                end++;
            return Until(TokenKind.Parameter, end);
        }

        var delimiter = QuoteScanner.DollarDelimiter(text, Position, limit);
        return delimiter == 0
            ? new Token(TokenKind.Symbol, Position, 1)
            : Until(TokenKind.DollarString, QuoteScanner.Dollar(text, Position, delimiter, limit));
    }

    /// <summary>The longest run of operator characters, which a comment inside it ends.</summary>
    private Token Operator()
    {
        var run = Run(TokenKind.Operator, Characters.IsOperator);
        for (var i = run.Start + 1; i + 1 < run.End; i++)
        {
            if ((text[i] == '-' && text[i + 1] == '-') || (text[i] == '/' && text[i + 1] == '*'))
                return run with { Length = i - run.Start };
        }

        return run;
    }

    private Token Run(TokenKind kind, Func<char, bool> part)
    {
        var end = Position + 1;
        while (end < limit && part(text[end]))
            end++;
        return new Token(kind, Position, end - Position);
    }

    private Token Until(TokenKind kind, int end) =>
        end < 0 ? throw LexicalErrors.Unterminated(kind, text, Position, path) : new Token(kind, Position, end - Position);

    private char Next(int offset) => Position + offset < limit ? text[Position + offset] : '\0';
}
