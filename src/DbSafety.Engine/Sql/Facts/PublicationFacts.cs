namespace DbSafety.Engine.Sql.Facts;

/// <summary>The tables and schemas of a publication.</summary>
internal static class PublicationFacts
{
    public static void ReadMembers(TokenCursor cursor, FactsBuilder facts)
    {
        do
        {
            if (cursor.Take("tables", "in", "schema"))
            {
                facts.Add(cursor.IsWord("current_schema") ? null : cursor.TakeName(), AffectedKind.Schema, StatementEffect.Referenced);
                continue;
            }

            _ = cursor.Take("table");
            _ = cursor.Take("only");
            if (cursor.IsWord("all"))
                return;
            facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Referenced);
            while (!cursor.AtEnd && !cursor.IsSymbol(',') && !cursor.IsWord("with"))
                cursor.Skip();
        }
        while (cursor.TakeSymbol(','));
    }
}
