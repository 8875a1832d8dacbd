namespace DbSafety.Engine.Sql.Facts;

/// <summary>TRUNCATE, COPY and LOCK: commands over whole tables.</summary>
internal static class TableCommandFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        if (cursor.Take("copy"))
        {
            ReadCopy(cursor, facts);
        }
        else if (cursor.Take("truncate"))
        {
            facts.Set("TRUNCATE TABLE", StatementClass.Dml);
            ReadTables(cursor, facts, StatementEffect.DataChanged);
            facts.Cascades = cursor.Has("cascade");
        }
        else if (cursor.Take("lock"))
        {
            facts.Set("LOCK TABLE", StatementClass.Session);
            ReadTables(cursor, facts, StatementEffect.Referenced);
        }
    }

    private static void ReadTables(TokenCursor cursor, FactsBuilder facts, StatementEffect effect)
    {
        _ = cursor.Take("table");
        do
        {
            _ = cursor.Take("only");
            facts.Add(cursor.TakeName(), AffectedKind.Table, effect);
            if (cursor.Peek().Kind == Lexing.TokenKind.Operator)
                cursor.Index++;
        }
        while (cursor.TakeSymbol(','));
    }

    private static void ReadCopy(TokenCursor cursor, FactsBuilder facts)
    {
        facts.Set("COPY", StatementClass.Copy);
        if (cursor.TakeParentheses() is { } query)
        {
            QueryScanner.Scan(query, facts);
            return;
        }

        _ = cursor.Take("binary");
        var table = cursor.TakeName();
        _ = cursor.TakeParentheses();
        facts.Add(table, AffectedKind.Table, cursor.IsWord("from") ? StatementEffect.DataChanged : StatementEffect.Referenced);
    }
}
