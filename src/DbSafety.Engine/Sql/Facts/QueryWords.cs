using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>The words around names in a query.</summary>
internal static class QueryWords
{
    /// <summary>True for the words that end a list of relations.</summary>
    public static bool EndsList(string word) => word is "where" or "group" or "having" or "window" or "order" or "limit" or "offset"
        or "fetch" or "for" or "union" or "intersect" or "except" or "set" or "returning" or "when" or "loop" or "do";

    /// <summary>True where a statement may begin at the cursor's word: UPDATE is also part of FOR UPDATE, ON UPDATE, DO UPDATE SET, …</summary>
    public static bool MayBeginStatement(TokenCursor cursor)
    {
        if (cursor.Index == 0 || cursor.IsSymbol('(', -1) || cursor.IsSymbol(')', -1) || cursor.IsSymbol(';', -1))
            return true;
        return cursor.IsAnyWord(["as", "begin", "then", "else", "loop", "do", "instead", "also", "analyze", "verbose", "atomic", "query", "in"], -1)
            || cursor.Peek(-1).In(cursor.Text) is ">>";
    }

    /// <summary>True where the FROM just passed belongs to IS [NOT] DISTINCT FROM.</summary>
    public static bool IsDistinctFrom(TokenCursor cursor) => cursor.IsWord("distinct", -2) && cursor.IsAnyWord(["is", "not"], -3);

    /// <summary>True where the word just passed follows UNION, INTERSECT or EXCEPT.</summary>
    public static bool IsSetOperation(TokenCursor cursor) => cursor.IsAnyWord(["union", "intersect", "except"], -2)
        || (cursor.IsAnyWord(["all", "distinct"], -2) && cursor.IsAnyWord(["union", "intersect", "except"], -3));

    /// <summary>The name that a text like <c>'public."Orders_id_seq"'</c> means to regclass.</summary>
    public static QualifiedName? NameInText(string text)
    {
        var tokens = new List<Token>();
        var tokenizer = new Tokenizer(text, null);
        try
        {
            while (tokenizer.TryRead(out var token))
                tokens.Add(token);
        }
        catch (Core.Errors.DbSafetyException)
        {
            return null;
        }

        return new TokenCursor(text, tokens).TakeName();
    }
}
