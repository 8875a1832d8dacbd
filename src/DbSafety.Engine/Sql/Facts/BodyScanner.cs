using DbSafety.Core.Errors;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>
/// Looks for SQL in the text of a PL/pgSQL block, and in the texts that it executes. What it finds is a suspicion: a branch may never
/// run, and a name that is put together at run time is not seen.
/// </summary>
internal static class BodyScanner
{
    private const int MaxDepth = 4;

    public static void Scan(string body, FactsBuilder facts) => Scan(body, facts, 0);

    /// <summary>True where a statement of a PL/pgSQL block is COMMIT or ROLLBACK, which PostgreSQL refuses inside a transaction of ours.</summary>
    public static bool Commits(string body)
    {
        for (var cursor = new TokenCursor(body, Tokens(body)); !cursor.AtEnd; cursor.Index++)
        {
            if (IsStart(cursor) && cursor.IsAnyWord(["commit", "rollback"]) && (cursor.IsSymbol(';', 1) || cursor.IsWord("and", 1)))
                return true;
        }

        return false;
    }

    private static void Scan(string body, FactsBuilder facts, int depth)
    {
        var tokens = Tokens(body);
        var found = new FactsBuilder();
        QueryScanner.ScanBody(new TokenCursor(body, tokens), found);
        for (var cursor = new TokenCursor(body, tokens); !cursor.AtEnd; cursor.Index++)
        {
            if (IsStart(cursor) && cursor.IsAnyWord(["create", "alter", "drop", "truncate", "comment", "grant", "revoke", "lock", "copy", "refresh"]))
                ReadStatement(cursor, tokens, found);
            else if (depth < MaxDepth && ExecutedText(cursor) is { } text)
                Scan(text, facts, depth + 1);
        }

        facts.AddsEnumValue ??= found.AddsEnumValue;
        facts.Cascades |= found.Cascades;
        foreach (var affected in found.Affects)
            facts.Add(affected.Changes ? affected with { Effect = StatementEffect.Suspected } : affected);
    }

    /// <summary>Reads the statement up to its semicolon; the cursor stays on its first word.</summary>
    private static void ReadStatement(TokenCursor cursor, List<Token> tokens, FactsBuilder found)
    {
        var end = cursor.Rest();
        if (end.SkipPastSymbol(';'))
            end.Index--;
        FactsReader.Read(new TokenCursor(cursor.Text, tokens, cursor.Index, end.Index), found);
    }

    /// <summary>True where a statement may begin.</summary>
    private static bool IsStart(TokenCursor cursor) => cursor.Index == 0 || cursor.IsSymbol(';', -1)
        || cursor.IsAnyWord(["begin", "then", "else", "loop"], -1) || cursor.Peek(-1).In(cursor.Text) is ">>";

    /// <summary>The text in EXECUTE 'text' or EXECUTE format('text'.</summary>
    private static string? ExecutedText(TokenCursor cursor)
    {
        if (!cursor.IsWord("execute"))
            return null;
        var ahead = 1;
        while (cursor.IsSymbol('(', ahead) || cursor.IsWord("format", ahead))
            ahead++;
        return TokenText.Literal(cursor.Peek(ahead), cursor.Text);
    }

    private static List<Token> Tokens(string body)
    {
        var tokens = new List<Token>();
        var tokenizer = new Tokenizer(body, null);
        try
        {
            while (tokenizer.TryRead(out var token))
            {
                if (token.Kind != TokenKind.Comment)
                    tokens.Add(token);
            }
        }
        catch (DbSafetyException)
        {
            // Another language, or a piece of a statement: what was read before the fault is all that can be told.
        }

        return tokens;
    }
}
