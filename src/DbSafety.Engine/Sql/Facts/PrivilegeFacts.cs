namespace DbSafety.Engine.Sql.Facts;

/// <summary>GRANT and REVOKE, of privileges on objects and of roles.</summary>
internal static class PrivilegeFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        var grant = cursor.IsWord("grant");
        facts.Set(grant ? "GRANT" : "REVOKE", StatementClass.Ddl);
        cursor.Index++;
        facts.Cascades = !grant && cursor.Has("cascade");
        if (!cursor.Has("on"))
        {
            facts.Tag += " ROLE";
            return;
        }

        cursor.SkipPast("on");
        if (cursor.TakeAny("all"))
        {
            // ALL TABLES IN SCHEMA: the schema stands for what is in it.
            if (cursor.SkipPast("schema"))
                ReadNames(cursor, facts, AffectedKind.Schema);
            return;
        }

        ReadNames(cursor, facts, ObjectKind.Take(cursor)?.Kind ?? AffectedKind.Table);
    }

    private static void ReadNames(TokenCursor cursor, FactsBuilder facts, AffectedKind kind)
    {
        do
        {
            facts.Add(cursor.TakeName(), kind, StatementEffect.Annotated);
            _ = cursor.TakeParentheses();
        }
        while (cursor.TakeSymbol(','));
    }
}
