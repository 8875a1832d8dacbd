using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>Transaction control, settings and the commands that last no longer than the session; also the rare ones that fit nowhere else.</summary>
internal static class SessionFacts
{
    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        var word = TokenText.Name(cursor.Peek(), cursor.Text);
        switch (word)
        {
            case "begin" or "commit" or "end" or "rollback" or "abort" or "savepoint" or "release":
                facts.Set(TransactionTag(cursor, word), StatementClass.TransactionControl);
                break;
            case "start" when cursor.IsWord("transaction", 1):
                facts.Set("START TRANSACTION", StatementClass.TransactionControl);
                break;
            case "prepare" when cursor.IsWord("transaction", 1):
                facts.Set("PREPARE TRANSACTION", StatementClass.TransactionControl);
                break;
            case "prepare" or "declare":
                facts.Set(word == "prepare" ? "PREPARE" : "DECLARE CURSOR", StatementClass.Session);
                QueryScanner.References(cursor, facts);
                break;
            case "discard":
                ReadDiscard(cursor, facts);
                break;
            case "show":
                facts.Set("SHOW", StatementClass.Query);
                break;
            case "set" or "reset" or "listen" or "unlisten" or "notify" or "deallocate" or "fetch" or "move" or "close" or "load":
                facts.Set(word.ToUpperInvariant(), StatementClass.Session);
                break;
            case "import":
                ReadImport(cursor, facts);
                break;
            case "reassign":
                facts.Set("REASSIGN OWNED", StatementClass.Ddl);
                facts.IsOpaque = true;
                break;
            default:
                facts.Set(word.ToUpperInvariant(), StatementClass.Other);
                break;
        }
    }

    private static string TransactionTag(TokenCursor cursor, string word) => (word, cursor.IsWord("prepared", 1)) switch
    {
        ("commit" or "rollback", true) => word.ToUpperInvariant() + " PREPARED",
        ("end", _) => "COMMIT",
        ("abort", _) => "ROLLBACK",
        _ => word.ToUpperInvariant(),
    };

    private static void ReadDiscard(TokenCursor cursor, FactsBuilder facts)
    {
        facts.Set("DISCARD", StatementClass.Session);
        if (cursor.IsWord("all", 1))
            (facts.Tag, facts.OutsideTransactionReason) = ("DISCARD ALL", "DISCARD ALL resets the whole session");
    }

    /// <summary>IMPORT FOREIGN SCHEMA s [LIMIT TO (t, …)] FROM SERVER x INTO local.</summary>
    private static void ReadImport(TokenCursor cursor, FactsBuilder facts)
    {
        facts.Set("IMPORT FOREIGN SCHEMA", StatementClass.Ddl);
        var limit = cursor.Rest();
        var tables = limit.SkipPast("limit") && limit.Take("to") ? limit.TakeParentheses() : null;
        facts.IsOpaque = tables is null;
        if (!cursor.SkipPast("into") || cursor.TakeName() is not { } schema)
            return;
        facts.Add(schema, AffectedKind.Schema, StatementEffect.Altered);
        while (tables?.TakeName() is { } table)
        {
            facts.Add(table with { Schema = schema.Name }, AffectedKind.Table, StatementEffect.Created);
            _ = tables.TakeSymbol(',');
        }
    }
}
