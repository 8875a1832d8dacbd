using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads DROP; the cursor stands after it.</summary>
internal static class DropReader
{
    public static DropForm? Read(TokenCursor cursor)
    {
        if (ObjectKind.Take(cursor) is not { } kind)
            return null;
        var concurrently = cursor.Take("concurrently");
        var ifExists = cursor.Take("if", "exists");
        var names = new List<QualifiedName>();
        QualifiedName? table = null;
        do
        {
            if (cursor.TakeName() is { } name)
                names.Add(name);
            _ = cursor.TakeParentheses();
            if (cursor.Take("on"))
                table = cursor.TakeName();
        }
        while (cursor.TakeSymbol(','));
        return new DropForm(kind.Words, names) { Concurrently = concurrently, IfExists = ifExists, Cascade = cursor.Has("cascade"), Table = table };
    }
}
