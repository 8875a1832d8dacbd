namespace DbSafety.Engine.Sql.Facts;

/// <summary>CREATE TRIGGER, RULE and POLICY: a name, and the table that it hangs on.</summary>
internal static class CreateTableRuleFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts, ObjectKind kind)
    {
        facts.Add(cursor.TakeName(), AffectedKind.TableRule, StatementEffect.Created);
        // CREATE RULE r AS ON UPDATE TO t; the others say ON t, a trigger perhaps after UPDATE OF column.
        if (!cursor.SkipPast(kind.Words == "RULE" ? "to" : "on"))
            return;
        facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Altered);
        if (kind.Words == "TRIGGER")
            ReadTrigger(cursor, facts);
        else
            QueryScanner.References(cursor, facts);
    }

    private static void ReadTrigger(TokenCursor cursor, FactsBuilder facts)
    {
        if (cursor.Take("from"))
            facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Referenced);
        if (!cursor.SkipPast("execute"))
            return;
        _ = cursor.TakeAny("function", "procedure");
        facts.Add(cursor.TakeName(), AffectedKind.Function, StatementEffect.Referenced);
    }
}
