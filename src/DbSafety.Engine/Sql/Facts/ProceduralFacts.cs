using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>DO, CALL and EXECUTE: code that cannot be seen through, of which a DO block at least shows its text.</summary>
internal static class ProceduralFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        facts.IsOpaque = true;
        if (cursor.Take("call"))
        {
            facts.Set("CALL", StatementClass.Procedural);
            facts.Add(cursor.TakeName(), AffectedKind.Function, StatementEffect.Referenced);
            return;
        }

        if (cursor.Take("execute"))
        {
            facts.Set("EXECUTE", StatementClass.Procedural);
            return;
        }

        cursor.Index++;
        facts.Set("DO", StatementClass.Procedural);
        for (; !cursor.AtEnd; cursor.Index++)
        {
            // LANGUAGE may stand on either side of the body, and its name in quotes.
            if (!cursor.IsWord("language", -1) && TokenText.Literal(cursor.Peek(), cursor.Text) is { } body)
            {
                BodyScanner.Scan(body, facts);
                if (BodyScanner.Commits(body))
                    facts.OutsideTransactionReason = "the DO block commits in between";
            }
        }
    }
}
