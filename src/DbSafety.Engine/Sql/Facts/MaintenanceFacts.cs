namespace DbSafety.Engine.Sql.Facts;

/// <summary>VACUUM, ANALYZE, REINDEX, CLUSTER, REFRESH MATERIALIZED VIEW and CHECKPOINT.</summary>
internal static class MaintenanceFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        facts.Class = StatementClass.Maintenance;
        if (cursor.Take("refresh", "materialized", "view"))
        {
            facts.Tag = "REFRESH MATERIALIZED VIEW";
            _ = cursor.Take("concurrently");
            facts.Add(cursor.TakeName(), AffectedKind.MaterializedView, StatementEffect.DataChanged);
        }
        else if (cursor.Take("reindex"))
        {
            facts.Tag = "REINDEX";
            ReadReindex(cursor, facts);
        }
        else if (cursor.Take("cluster"))
        {
            facts.Tag = "CLUSTER";
            ReadCluster(cursor, facts);
        }
        else if (cursor.TakeAny("vacuum"))
        {
            facts.Tag = "VACUUM";
            facts.OutsideTransactionReason = "VACUUM commits table by table";
            ReadTables(cursor, facts);
        }
        else if (cursor.TakeAny("analyze", "analyse"))
        {
            facts.Tag = "ANALYZE";
            ReadTables(cursor, facts);
        }
        else
        {
            facts.Tag = cursor.IsWord("checkpoint") ? "CHECKPOINT" : "REFRESH";
        }
    }

    private static void ReadTables(TokenCursor cursor, FactsBuilder facts)
    {
        _ = cursor.TakeParentheses();
        while (cursor.TakeAny("full", "freeze", "verbose", "analyze", "analyse"))
        {
        }

        do
        {
            _ = cursor.Take("only");
            facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Referenced);
            _ = cursor.TakeParentheses();
        }
        while (cursor.TakeSymbol(','));
    }

    private static void ReadReindex(TokenCursor cursor, FactsBuilder facts)
    {
        var concurrently = cursor.TakeParentheses() is { } options && IsOn(options, "concurrently");
        var target = ObjectKind.Take(cursor);
        concurrently |= cursor.Take("concurrently");
        if (concurrently)
            facts.OutsideTransactionReason = "REINDEX CONCURRENTLY commits in between";
        else if (target?.Words is "SCHEMA" or "DATABASE" or "SYSTEM")
            facts.OutsideTransactionReason = $"REINDEX {target.Value.Words} commits table by table";
        if (target is { } kind)
            facts.Add(cursor.TakeName(), kind.Kind, StatementEffect.Referenced);
    }

    private static void ReadCluster(TokenCursor cursor, FactsBuilder facts)
    {
        _ = cursor.TakeParentheses();
        _ = cursor.Take("verbose");
        if (cursor.TakeName() is not { } name)
        {
            facts.OutsideTransactionReason = "CLUSTER without a table commits table by table";
            return;
        }

        // The old form names the index first: CLUSTER index ON table.
        facts.Add(cursor.Take("on") ? cursor.TakeName() : name, AffectedKind.Table, StatementEffect.Referenced);
    }

    private static bool IsOn(TokenCursor options, string name) =>
        options.SkipPast(name) && !options.IsAnyWord(["false", "off"]) && !(options.Peek().In(options.Text) is "0");
}
