namespace DbSafety.Engine.Sql.Facts;

/// <summary>COMMENT ON and SECURITY LABEL ON: words about an object.</summary>
internal static class DescriptionFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        facts.Set(cursor.IsWord("comment") ? "COMMENT" : "SECURITY LABEL", StatementClass.Ddl);
        if (!cursor.SkipPast("on"))
            return;
        if (cursor.Take("column"))
        {
            facts.Add(ColumnName.TakeTable(cursor), AffectedKind.Relation, StatementEffect.Annotated);
            return;
        }

        if (cursor.Take("constraint"))
        {
            _ = cursor.TakeName();
            ReadBearer(cursor, facts);
            return;
        }

        if (ObjectKind.Take(cursor) is not { } kind)
            return;
        facts.Add(cursor.TakeName(), kind.Kind, StatementEffect.Annotated);
        if (kind.Kind == AffectedKind.TableRule)
            ReadBearer(cursor, facts);
    }

    private static void ReadBearer(TokenCursor cursor, FactsBuilder facts)
    {
        if (!cursor.Take("on"))
            return;
        var kind = cursor.Take("domain") ? AffectedKind.Type : AffectedKind.Table;
        facts.Add(cursor.TakeName(), kind, StatementEffect.Annotated);
    }
}
