using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>The columns that an UPDATE sets.</summary>
internal static class UpdatedColumns
{
    /// <summary>Their names; null where the words do not tell.</summary>
    public static IReadOnlyList<string>? Of(SqlStatement statement)
    {
        var cursor = new TokenCursor(statement.Text, Tokens(statement.Text));
        // The UPDATE after a WITH; one inside it is not looked for.
        if (cursor.IsWord("with"))
        {
            while (!cursor.AtEnd && !cursor.IsAnyWord(["update", "insert", "delete", "merge", "select"]))
                cursor.Skip();
        }

        if (!cursor.Take("update") || !cursor.SkipPast("set"))
            return null;
        var columns = new List<string>();
        do
        {
            if (cursor.TakeParentheses() is { } list)
            {
                while (list.TakeName() is { } name)
                {
                    columns.Add(name.Schema ?? name.Name);
                    _ = list.TakeSymbol(',');
                }
            }
            else if (cursor.TakeName() is { } name)
            {
                columns.Add(name.Schema ?? name.Name);
            }
            else
            {
                return null;
            }

            while (!cursor.AtEnd && !cursor.IsSymbol(',') && !cursor.IsAnyWord(["from", "where", "returning"]))
                cursor.Skip();
        }
        while (cursor.TakeSymbol(','));
        return columns;
    }

    private static List<Token> Tokens(string text)
    {
        var tokenizer = new Tokenizer(text, null);
        var tokens = new List<Token>();
        while (tokenizer.TryRead(out var token))
        {
            if (token.Kind != TokenKind.Comment)
                tokens.Add(token);
        }

        return tokens;
    }
}
