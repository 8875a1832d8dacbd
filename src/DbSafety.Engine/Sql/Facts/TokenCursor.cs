using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>Reads the tokens of one statement from left to right. It holds no comments.</summary>
internal sealed class TokenCursor(string text, IReadOnlyList<Token> tokens, int start, int end)
{
    public TokenCursor(string text, IReadOnlyList<Token> tokens)
        : this(text, tokens, 0, tokens.Count)
    {
    }

    public string Text => text;

    /// <summary>The index of the next token.</summary>
    public int Index { get; set; } = start;

    public int End => end;

    public bool AtEnd => Index >= end;

    /// <summary>The token so far ahead, or an empty one past the end.</summary>
    public Token Peek(int ahead = 0) => Index + ahead < end && Index + ahead >= 0 ? tokens[Index + ahead] : default;

    public bool IsWord(string word, int ahead = 0) => Index + ahead < end && Index + ahead >= 0 && Peek(ahead).IsWord(text, word);

    public bool IsAnyWord(ReadOnlySpan<string> words, int ahead = 0)
    {
        foreach (var word in words)
        {
            if (IsWord(word, ahead))
                return true;
        }

        return false;
    }

    public bool IsSymbol(char symbol, int ahead = 0) => Index + ahead < end && Index + ahead >= 0 && Peek(ahead).IsSymbol(text, symbol);

    /// <summary>Goes past these words if all of them stand here.</summary>
    public bool Take(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsWord(words[i], i))
                return false;
        }

        Index += words.Length;
        return true;
    }

    /// <summary>Goes past one of these words if it stands here.</summary>
    public bool TakeAny(params ReadOnlySpan<string> words)
    {
        if (!IsAnyWord(words))
            return false;
        Index++;
        return true;
    }

    public bool TakeSymbol(char symbol)
    {
        if (!IsSymbol(symbol))
            return false;
        Index++;
        return true;
    }

    /// <summary>Goes past IF EXISTS or IF NOT EXISTS.</summary>
    public void TakeIfExists() => _ = Take("if", "exists") || Take("if", "not", "exists");

    /// <summary>Reads a name with up to two names before it (database, schema).</summary>
    public QualifiedName? TakeName()
    {
        if (!Peek().IsName || AtEnd)
            return null;
        string? schema = null;
        var name = TokenText.Name(Peek(), text);
        Index++;
        while (IsSymbol('.') && Peek(1).IsName)
        {
            schema = name;
            name = TokenText.Name(Peek(1), text);
            Index += 2;
        }

        return new QualifiedName(schema, name);
    }

    /// <summary>Goes to the next of these words outside parentheses, and past it; false, and at the end, where there is none.</summary>
    public bool SkipPast(params ReadOnlySpan<string> words)
    {
        while (!AtEnd)
        {
            if (IsAnyWord(words))
            {
                Index++;
                return true;
            }

            Skip();
        }

        return false;
    }

    /// <summary>True if the word stands somewhere from here on outside parentheses.</summary>
    public bool Has(params ReadOnlySpan<string> words)
    {
        var before = Index;
        var found = SkipPast(words);
        Index = before;
        return found;
    }

    /// <summary>Goes past the next symbol of this sort outside parentheses; false, and at the end, where there is none.</summary>
    public bool SkipPastSymbol(char symbol)
    {
        while (!AtEnd)
        {
            if (TakeSymbol(symbol))
                return true;
            Skip();
        }

        return false;
    }

    /// <summary>Goes past one token, or past parentheses with all that is in them.</summary>
    public void Skip()
    {
        var depth = 0;
        do
        {
            if (IsSymbol('('))
                depth++;
            else if (IsSymbol(')'))
                depth--;
            Index++;
        }
        while (depth > 0 && !AtEnd);
    }

    /// <summary>What is inside the parentheses that begin here; the cursor goes past them. Null where none begin.</summary>
    public TokenCursor? TakeParentheses()
    {
        if (!IsSymbol('('))
            return null;
        var open = Index;
        Skip();
        var close = IsSymbol(')', -1) ? Index - 1 : Index;
        return new TokenCursor(text, tokens, open + 1, close);
    }

    /// <summary>The text from the token of that index to the one before the cursor; empty where there is none.</summary>
    public string TextSince(int index) => Index > index ? text[tokens[index].Start..tokens[Index - 1].End] : "";

    /// <summary>The text of what is left.</summary>
    public string RestText => AtEnd ? "" : text[tokens[Index].Start..tokens[end - 1].End];

    /// <summary>From here to the end, read separately.</summary>
    public TokenCursor Rest() => new(text, tokens, Index, end);
}
