using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>ALTER of anything; relations have a reader of their own.</summary>
internal static class AlterFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        cursor.Index++;
        facts.Set("ALTER", StatementClass.Ddl);
        if (ObjectKind.Take(cursor) is not { } kind)
            return;
        facts.Tag = "ALTER " + kind.Words;
        if (kind.IsRelation)
        {
            AlterRelationFacts.Read(cursor, facts, kind);
            return;
        }

        if (kind.Words == "DEFAULT PRIVILEGES")
            return;
        facts.OutsideTransactionReason = Outside(cursor, kind);
        if (kind.Words == "SYSTEM")
            return;

        cursor.TakeIfExists();
        if (cursor.IsWord("for") || cursor.TakeName() is not { } name)
            return;
        _ = cursor.TakeParentheses();
        var onlyOwner = cursor.IsWord("owner");
        facts.Add(name, kind.Kind, onlyOwner ? StatementEffect.Annotated : StatementEffect.Altered);
        if (kind.Kind == AffectedKind.TableRule && cursor.Take("on"))
            facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Altered);
        ReadAction(cursor, facts, kind, name);
    }

    private static void ReadAction(TokenCursor cursor, FactsBuilder facts, ObjectKind kind, QualifiedName name)
    {
        if (cursor.Take("rename", "to"))
        {
            if (cursor.TakeName() is { } renamed)
                facts.Add(renamed with { Schema = name.Schema }, kind.Kind, StatementEffect.Created);
        }
        else if (cursor.Take("set", "schema") && cursor.TakeName() is { } schema)
        {
            facts.Add(schema, AffectedKind.Schema, StatementEffect.Referenced);
            facts.Add(new QualifiedName(schema.Name, name.Name), kind.Kind, StatementEffect.Created);
        }
        else if (kind.Kind == AffectedKind.Type && cursor.Take("add", "value"))
        {
            cursor.TakeIfExists();
            if (TokenText.Literal(cursor.Peek(), cursor.Text) is { } label)
                facts.AddsEnumValue = new EnumValueAddition(name.Schema, name.Name, label);
        }
        else if (kind.Words == "PUBLICATION" && cursor.TakeAny("add", "set", "drop") && cursor.IsAnyWord(["table", "tables"]))
        {
            PublicationFacts.ReadMembers(cursor, facts);
        }

        facts.Cascades = cursor.Has("cascade");
    }

    private static string? Outside(TokenCursor cursor, ObjectKind kind) => kind.Words switch
    {
        "SYSTEM" => "ALTER SYSTEM writes a file, which cannot be rolled back",
        "DATABASE" when IsTablespaceMove(cursor.Rest()) => "ALTER DATABASE … SET TABLESPACE moves files, which cannot be rolled back",
        "SUBSCRIPTION" when TouchesPublisher(cursor.Rest()) => "ALTER SUBSCRIPTION talks to another server",
        _ => null,
    };

    private static bool IsTablespaceMove(TokenCursor cursor) => cursor.SkipPast("set") && cursor.IsWord("tablespace");

    private static bool TouchesPublisher(TokenCursor cursor)
    {
        _ = cursor.TakeName();
        if (cursor.Take("refresh"))
            return true;
        if (cursor.Take("set") && cursor.IsSymbol('('))
            return cursor.TakeParentheses() is { } options && (options.Has("failover") || options.Has("two_phase"));
        return cursor.Has("publication") && !SubscriptionOptions.IsOff(cursor, "refresh");
    }
}
