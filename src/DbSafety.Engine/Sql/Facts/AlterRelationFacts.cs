namespace DbSafety.Engine.Sql.Facts;

/// <summary>ALTER TABLE in all forms, and ALTER VIEW, MATERIALIZED VIEW, INDEX and SEQUENCE.</summary>
internal static class AlterRelationFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts, ObjectKind kind)
    {
        if (cursor.IsWord("all") && cursor.IsWord("in", 1))
        {
            // ALTER TABLE ALL IN TABLESPACE: which ones, only the catalog knows.
            facts.IsOpaque = true;
            return;
        }

        cursor.TakeIfExists();
        _ = cursor.Take("only");
        if (cursor.TakeName() is not { } name)
            return;
        if (cursor.Peek().Kind == Lexing.TokenKind.Operator)
            cursor.Index++;
        facts.Add(name, kind.Kind, IsOwnerOnly(cursor.Rest()) ? StatementEffect.Annotated : StatementEffect.Altered);
        do
            ReadAction(cursor, facts, kind, name);
        while (cursor.TakeSymbol(','));
    }

    /// <summary>Reads one action, up to the comma after it.</summary>
    private static void ReadAction(TokenCursor cursor, FactsBuilder facts, ObjectKind kind, QualifiedName name)
    {
        if (cursor.Take("rename", "to"))
        {
            if (cursor.TakeName() is { } renamed)
                facts.Add(renamed with { Schema = name.Schema }, kind.Kind, StatementEffect.Created);
        }
        else if (cursor.Take("set", "schema"))
        {
            ReadMove(cursor, facts, kind, name);
        }
        else if (cursor.Take("attach", "partition") || cursor.Take("detach", "partition"))
        {
            facts.Add(cursor.TakeName(), kind.Kind, StatementEffect.Altered);
            if (cursor.Take("concurrently"))
                facts.OutsideTransactionReason = "DETACH PARTITION … CONCURRENTLY commits in between";
        }
        else if (cursor.Take("inherit") || cursor.Take("no", "inherit"))
        {
            facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Referenced);
        }
        else if (cursor.Take("owned", "by") && !cursor.IsWord("none"))
        {
            facts.Add(ColumnName.TakeTable(cursor), AffectedKind.Table, StatementEffect.Referenced);
        }

        while (!cursor.AtEnd && !cursor.IsSymbol(','))
            ReadWord(cursor, facts);
    }

    private static void ReadWord(TokenCursor cursor, FactsBuilder facts)
    {
        facts.Cascades |= cursor.IsWord("cascade") && !IsForeignKeyAction(cursor);
        if (cursor.IsSymbol('('))
            cursor.Skip();
        else if (cursor.IsWord("owned") && cursor.IsWord("by", 1) && !cursor.IsWord("none", 2))
            ReadOwner(cursor, facts);
        else
            CreateTableFacts.ReadForeignKey(cursor, facts);
    }

    private static void ReadOwner(TokenCursor cursor, FactsBuilder facts)
    {
        cursor.Index += 2;
        facts.Add(ColumnName.TakeTable(cursor), AffectedKind.Table, StatementEffect.Referenced);
    }

    private static void ReadMove(TokenCursor cursor, FactsBuilder facts, ObjectKind kind, QualifiedName name)
    {
        if (cursor.TakeName() is not { } schema)
            return;
        facts.Add(schema, AffectedKind.Schema, StatementEffect.Referenced);
        facts.Add(new QualifiedName(schema.Name, name.Name), kind.Kind, StatementEffect.Created);
    }

    /// <summary>ON DELETE CASCADE describes a key; it drops nothing.</summary>
    private static bool IsForeignKeyAction(TokenCursor cursor) => cursor.IsAnyWord(["delete", "update"], -1);

    private static bool IsOwnerOnly(TokenCursor cursor) => cursor.Take("owner", "to") && !cursor.SkipPastSymbol(',');
}
