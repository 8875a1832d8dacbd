using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>Reads the facts of a statement: its first word tells which reader knows the rest.</summary>
internal static class FactsReader
{
    public static StatementFacts Read(string text, IReadOnlyList<Token> tokens)
    {
        var facts = new FactsBuilder();
        Read(new TokenCursor(text, tokens), facts);
        return facts.Build();
    }

    public static void Read(TokenCursor cursor, FactsBuilder facts)
    {
        if (cursor.AtEnd)
            return;
        var first = cursor.Peek();
        if (first.Kind != TokenKind.Word)
        {
            QueryFacts.Read(cursor, facts);
            return;
        }

        switch (TokenText.Name(first, cursor.Text))
        {
            case "create":
                CreateFacts.Read(cursor, facts);
                break;
            case "alter":
                AlterFacts.Read(cursor, facts);
                break;
            case "drop":
                DropFacts.Read(cursor, facts);
                break;
            case "comment" or "security":
                DescriptionFacts.Read(cursor, facts);
                break;
            case "grant" or "revoke":
                PrivilegeFacts.Read(cursor, facts);
                break;
            case "insert" or "update" or "delete" or "merge" or "select" or "with" or "values" or "table" or "explain":
                QueryFacts.Read(cursor, facts);
                break;
            case "truncate" or "copy" or "lock":
                TableCommandFacts.Read(cursor, facts);
                break;
            case "vacuum" or "analyze" or "analyse" or "reindex" or "cluster" or "refresh" or "checkpoint":
                MaintenanceFacts.Read(cursor, facts);
                break;
            case "do" or "call" or "execute":
                ProceduralFacts.Read(cursor, facts);
                break;
            default:
                SessionFacts.Read(cursor, facts);
                break;
        }
    }
}
