namespace DbSafety.Engine.Sql.Facts;

/// <summary>CREATE of anything; tables, indexes and what hangs on tables have readers of their own.</summary>
internal static class CreateFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        cursor.Index++;
        facts.Set("CREATE", StatementClass.Ddl);
        var temporary = TakeAttributes(cursor);
        if (ObjectKind.Take(cursor) is not { } kind)
            return;

        facts.Tag = "CREATE " + kind.Words;
        switch (kind.Words)
        {
            case "TABLE" or "FOREIGN TABLE":
                CreateTableFacts.Read(cursor, facts, temporary);
                break;
            case "INDEX":
                ReadIndex(cursor, facts);
                break;
            case "VIEW" or "MATERIALIZED VIEW":
                cursor.TakeIfExists();
                facts.Add(Named(cursor.TakeName(), temporary), kind.Kind, StatementEffect.Created);
                QueryScanner.References(cursor, facts);
                break;
            case "TRIGGER" or "RULE" or "POLICY":
                CreateTableRuleFacts.Read(cursor, facts, kind);
                break;
            case "SCHEMA":
                CreateSchemaFacts.Read(cursor, facts);
                break;
            default:
                ReadOther(cursor, facts, kind, temporary);
                break;
        }
    }

    /// <summary>A temporary object lives in a schema of the session's own.</summary>
    public static QualifiedName? Named(QualifiedName? name, bool temporary) =>
        temporary && name is { Schema: null } known ? known with { Schema = "pg_temp" } : name;

    private static bool TakeAttributes(TokenCursor cursor)
    {
        var temporary = false;
        while (true)
        {
            if (cursor.TakeAny("temp", "temporary"))
                temporary = true;
            else if (!cursor.Take("or", "replace")
                && !cursor.TakeAny("global", "local", "unlogged", "recursive", "trusted", "constraint", "unique", "default"))
                return temporary;
        }
    }

    private static void ReadIndex(TokenCursor cursor, FactsBuilder facts)
    {
        if (cursor.Take("concurrently"))
            facts.OutsideTransactionReason = "CREATE INDEX CONCURRENTLY commits in between";
        cursor.TakeIfExists();
        var index = cursor.IsWord("on") ? null : cursor.TakeName();
        if (!cursor.Take("on"))
            return;
        _ = cursor.Take("only");
        var table = cursor.TakeName();
        // An index is always in its table's schema.
        if (index is { } named)
            facts.Add(named with { Schema = table?.Schema }, AffectedKind.Index, StatementEffect.Created);
        facts.Add(table, AffectedKind.Table, StatementEffect.Altered);
    }

    private static void ReadOther(TokenCursor cursor, FactsBuilder facts, ObjectKind kind, bool temporary)
    {
        facts.OutsideTransactionReason = Outside(cursor, kind);
        cursor.TakeIfExists();
        facts.Add(cursor.IsWord("for") ? null : Named(cursor.TakeName(), temporary), kind.Kind, StatementEffect.Created);
        switch (kind.Words)
        {
            case "FUNCTION" or "PROCEDURE" when cursor.SkipPast("atomic"):
                QueryScanner.References(cursor, facts);
                break;
            case "SEQUENCE" when cursor.SkipPast("owned") && cursor.Take("by") && !cursor.IsWord("none"):
                facts.Add(ColumnName.TakeTable(cursor), AffectedKind.Table, StatementEffect.Referenced);
                break;
            case "STATISTICS" when cursor.SkipPast("from"):
                facts.Add(cursor.TakeName(), AffectedKind.Table, StatementEffect.Referenced);
                break;
            case "EVENT TRIGGER" when cursor.SkipPast("execute"):
                _ = cursor.TakeAny("function", "procedure");
                facts.Add(cursor.TakeName(), AffectedKind.Function, StatementEffect.Referenced);
                break;
            case "PUBLICATION" when cursor.SkipPast("for"):
                PublicationFacts.ReadMembers(cursor, facts);
                break;
            case "EXTENSION" when cursor.SkipPast("schema"):
                facts.Add(cursor.TakeName(), AffectedKind.Schema, StatementEffect.Referenced);
                break;
        }
    }

    private static string? Outside(TokenCursor cursor, ObjectKind kind) => kind.Words switch
    {
        "DATABASE" => "CREATE DATABASE copies files, which cannot be rolled back",
        "TABLESPACE" => "CREATE TABLESPACE makes directories, which cannot be rolled back",
        "SUBSCRIPTION" when !SubscriptionOptions.IsOff(cursor, "create_slot") && !SubscriptionOptions.IsOff(cursor, "connect") =>
            "CREATE SUBSCRIPTION makes a replication slot on another server",
        _ => null,
    };
}
