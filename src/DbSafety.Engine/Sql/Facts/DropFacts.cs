namespace DbSafety.Engine.Sql.Facts;

/// <summary>DROP of anything.</summary>
internal static class DropFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        cursor.Index++;
        if (cursor.Take("owned"))
        {
            facts.Set("DROP OWNED", StatementClass.Ddl);
            facts.IsOpaque = true;
            facts.Cascades = cursor.Has("cascade");
            return;
        }

        if (ObjectKind.Take(cursor) is not { } kind)
        {
            facts.Set("DROP", StatementClass.Ddl);
            return;
        }

        facts.Set("DROP " + kind.Words, StatementClass.Ddl);
        facts.OutsideTransactionReason = Outside(kind, cursor.Take("concurrently"));
        cursor.TakeIfExists();
        do
        {
            var name = cursor.IsWord("for") ? null : cursor.TakeName();
            facts.Add(name, kind.Kind, StatementEffect.Dropped);
            _ = cursor.TakeParentheses();
            if (kind.Kind == AffectedKind.TableRule && cursor.Take("on"))
                facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Altered);
        }
        while (cursor.TakeSymbol(','));
        facts.Cascades = cursor.Has("cascade");
    }

    private static string? Outside(ObjectKind kind, bool concurrently) => kind.Words switch
    {
        "INDEX" when concurrently => "DROP INDEX CONCURRENTLY commits in between",
        "DATABASE" => "DROP DATABASE removes files, which cannot be rolled back",
        "TABLESPACE" => "DROP TABLESPACE removes files, which cannot be rolled back",
        "SUBSCRIPTION" => "DROP SUBSCRIPTION drops a replication slot on another server",
        _ => null,
    };
}
