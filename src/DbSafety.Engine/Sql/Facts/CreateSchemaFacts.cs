namespace DbSafety.Engine.Sql.Facts;

/// <summary>CREATE SCHEMA, whose elements are statements without semicolons, in that schema unless they name another.</summary>
internal static class CreateSchemaFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        cursor.TakeIfExists();
        var name = cursor.IsWord("authorization") ? null : cursor.TakeName();
        if (cursor.Take("authorization"))
            name ??= cursor.TakeName();
        facts.Add(name, AffectedKind.Schema, StatementEffect.Created);

        while (SkipToElement(cursor))
        {
            var element = new FactsBuilder { DefaultSchema = name?.Name };
            FactsReader.Read(cursor.Rest(), element);
            foreach (var affected in element.Affects)
                facts.Add(affected);
            cursor.Index++;
        }
    }

    private static bool SkipToElement(TokenCursor cursor)
    {
        while (!cursor.AtEnd && !cursor.IsAnyWord(["create", "grant"]))
            cursor.Skip();
        return !cursor.AtEnd;
    }
}
