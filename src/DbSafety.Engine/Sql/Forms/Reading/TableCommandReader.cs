using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads TRUNCATE, VACUUM, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW and LOCK.</summary>
internal static class TableCommandReader
{
    public static TableCommandForm? Read(TokenCursor cursor)
    {
        if (cursor.Take("truncate"))
            return Truncate(cursor);
        if (cursor.Take("vacuum"))
            return Vacuum(cursor);
        if (cursor.Take("cluster"))
            return Cluster(cursor);
        if (cursor.Take("reindex"))
            return Reindex(cursor);
        if (cursor.Take("refresh", "materialized", "view"))
        {
            var concurrently = cursor.Take("concurrently");
            return new TableCommandForm("REFRESH", Names(cursor)) { Concurrently = concurrently, NoData = cursor.Has("no") };
        }

        return cursor.Take("lock") ? Lock(cursor) : null;
    }

    private static TableCommandForm Truncate(TokenCursor cursor)
    {
        _ = cursor.Take("table");
        return new TableCommandForm("TRUNCATE", Names(cursor)) { Cascade = cursor.Has("cascade") };
    }

    private static TableCommandForm Vacuum(TokenCursor cursor)
    {
        var full = cursor.TakeParentheses() is { } options && IsOn(options, "full");
        while (cursor.TakeAny("full", "freeze", "verbose", "analyze", "analyse"))
            full |= cursor.IsWord("full", -1);
        return new TableCommandForm("VACUUM", Names(cursor)) { Full = full };
    }

    private static TableCommandForm Cluster(TokenCursor cursor)
    {
        _ = cursor.TakeParentheses();
        _ = cursor.Take("verbose");
        var names = Names(cursor);
        // The old form names the index first: CLUSTER index ON table.
        return new TableCommandForm("CLUSTER", cursor.Take("on") ? Names(cursor) : names);
    }

    private static TableCommandForm Reindex(TokenCursor cursor)
    {
        var concurrently = cursor.TakeParentheses() is { } options && IsOn(options, "concurrently");
        var kind = ObjectKind.Take(cursor)?.Words ?? "TABLE";
        concurrently |= cursor.Take("concurrently");
        return new TableCommandForm("REINDEX", Names(cursor)) { Kind = kind, Concurrently = concurrently };
    }

    private static TableCommandForm Lock(TokenCursor cursor)
    {
        _ = cursor.Take("table");
        var names = Names(cursor);
        var mode = "access exclusive";
        if (cursor.Take("in"))
        {
            var start = cursor.Index;
            mode = cursor.SkipPast("mode") ? cursor.TextSince(start)[..^"mode".Length].Trim() : mode;
        }

        return new TableCommandForm("LOCK", names) { Mode = mode.ToUpperInvariant() };
    }

    private static List<QualifiedName> Names(TokenCursor cursor)
    {
        var names = new List<QualifiedName>();
        do
        {
            _ = cursor.Take("only");
            if (cursor.TakeName() is { } name)
                names.Add(name);
            _ = cursor.TakeParentheses();
            if (cursor.Peek().Kind == TokenKind.Operator)
                cursor.Index++;
        }
        while (cursor.TakeSymbol(','));
        return names;
    }

    private static bool IsOn(TokenCursor options, string name) =>
        options.SkipPast(name) && !options.IsAnyWord(["false", "off"]) && !(options.Peek().In(options.Text) is "0");
}
