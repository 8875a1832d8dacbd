namespace DbSafety.Engine.Sql.Facts;

/// <summary>SELECT, VALUES, TABLE, INSERT, UPDATE, DELETE, MERGE, with or without WITH, and EXPLAIN of them.</summary>
internal static class QueryFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        if (cursor.Take("explain"))
        {
            ReadExplain(cursor, facts);
            return;
        }

        facts.Set(Tag(cursor.Rest()), StatementClass.Query);
        QueryScanner.Scan(cursor, facts);
        if (facts.Affects.Any(affected => affected.Effect == StatementEffect.DataChanged && affected.Kind != AffectedKind.Sequence))
            facts.Class = StatementClass.Dml;
        else if (facts.Affects.Any(affected => affected.Effect == StatementEffect.Created))
            facts.Set("SELECT INTO", StatementClass.Ddl);
    }

    private static void ReadExplain(TokenCursor cursor, FactsBuilder facts)
    {
        var runs = cursor.TakeParentheses() is { } options
            ? options.SkipPast("analyze", "analyse") && !options.IsAnyWord(["false", "off"]) && !(options.Peek().In(options.Text) is "0")
            : cursor.TakeAny("analyze", "analyse");
        _ = cursor.Take("verbose");
        if (runs)
        {
            FactsReader.Read(cursor, facts);
        }
        else
        {
            facts.Class = StatementClass.Query;
            QueryScanner.References(cursor, facts);
        }

        facts.Tag = "EXPLAIN";
    }

    private static string Tag(TokenCursor cursor)
    {
        while (cursor.TakeSymbol('('))
        {
        }

        if (cursor.IsWord("with") && !cursor.SkipPast("select", "insert", "update", "delete", "merge", "values", "table"))
            return "SELECT";
        if (cursor.IsAnyWord(["select", "insert", "update", "delete", "merge", "values", "table"], -1))
            cursor.Index--;
        return cursor.IsAnyWord(["insert", "update", "delete", "merge"])
            ? cursor.Peek().In(cursor.Text).ToString().ToUpperInvariant()
            : "SELECT";
    }
}
