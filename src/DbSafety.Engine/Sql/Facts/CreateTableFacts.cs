namespace DbSafety.Engine.Sql.Facts;

/// <summary>CREATE TABLE and CREATE FOREIGN TABLE in all forms.</summary>
internal static class CreateTableFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts, bool temporary)
    {
        cursor.TakeIfExists();
        facts.Add(CreateFacts.Named(cursor.TakeName(), temporary), AffectedKind.Table, StatementEffect.Created);
        if (cursor.Take("partition", "of"))
            facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Altered);
        else if (cursor.Take("of"))
            facts.Add(cursor.TakeName(), AffectedKind.Type, StatementEffect.Referenced);

        if (cursor.TakeParentheses() is { } elements)
            ReadElements(elements, facts);

        while (!cursor.AtEnd)
        {
            if (cursor.Take("as"))
            {
                ReadQuery(cursor, facts);
                return;
            }

            if (cursor.Take("inherits"))
                ReadParents(cursor, facts);
            else
                cursor.Skip();
        }
    }

    /// <summary>The targets of foreign keys, which may stand anywhere in a table's or a column's constraints.</summary>
    public static void ReadForeignKey(TokenCursor cursor, FactsBuilder facts)
    {
        if (cursor.Take("references"))
            facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Referenced);
        else
            cursor.Index++;
    }

    private static void ReadElements(TokenCursor cursor, FactsBuilder facts)
    {
        var first = true;
        while (!cursor.AtEnd)
        {
            if (first && cursor.Take("like"))
                facts.Add(cursor.TakeName(), AffectedKind.Relation, StatementEffect.Referenced);
            first = cursor.IsSymbol(',');
            if (cursor.IsSymbol('('))
                cursor.Skip();
            else if (!cursor.AtEnd)
                ReadForeignKey(cursor, facts);
        }
    }

    private static void ReadParents(TokenCursor cursor, FactsBuilder facts)
    {
        if (cursor.TakeParentheses() is not { } parents)
            return;
        do
            facts.Add(parents.TakeName(), AffectedKind.Table, StatementEffect.Referenced);
        while (parents.TakeSymbol(','));
    }

    private static void ReadQuery(TokenCursor cursor, FactsBuilder facts)
    {
        facts.Tag = "CREATE TABLE AS";
        facts.IsOpaque = cursor.IsWord("execute");
        QueryScanner.References(cursor, facts);
    }
}
