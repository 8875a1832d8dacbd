using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads ALTER COLUMN; the cursor stands at the column's name.</summary>
internal static class AlterColumnReader
{
    public static AlterAction Read(TokenCursor cursor)
    {
        var name = cursor.TakeName()?.Name;
        return Action(cursor) with { Name = name };
    }

    private static AlterAction Action(TokenCursor cursor)
    {
        if (cursor.Take("set", "data", "type") || cursor.Take("type"))
            return Type(cursor);
        if (cursor.Take("set", "default"))
            return new AlterAction(AlterActionKind.SetDefault) { Expression = UpToComma(cursor) };
        if (cursor.Take("drop", "default"))
            return new AlterAction(AlterActionKind.DropDefault);
        if (cursor.Take("set", "not", "null"))
            return new AlterAction(AlterActionKind.SetNotNull);
        if (cursor.Take("drop", "not", "null"))
            return new AlterAction(AlterActionKind.DropNotNull);
        if (cursor.Take("drop", "expression"))
            return new AlterAction(AlterActionKind.DropExpression);
        if (cursor.Take("drop", "identity"))
            return new AlterAction(AlterActionKind.ChangeIdentity);
        if (cursor.Take("set", "expression"))
            return new AlterAction(AlterActionKind.SetExpression);
        if (cursor.Take("add", "generated"))
            return new AlterAction(AlterActionKind.AddIdentity);
        if (cursor.Take("set", "generated") || cursor.IsWord("restart"))
            return new AlterAction(AlterActionKind.ChangeIdentity);
        if (cursor.Take("set", "statistics"))
            return new AlterAction(AlterActionKind.SetStatistics);
        return new AlterAction(cursor.Take("set", "storage") || cursor.Take("set", "compression") ? AlterActionKind.SetStorage : AlterActionKind.SetColumnOptions);
    }

    private static AlterAction Type(TokenCursor cursor)
    {
        var type = TypeReader.Read(cursor);
        if (cursor.Take("collate"))
            _ = cursor.TakeName();
        return new AlterAction(AlterActionKind.SetType) { Type = type, Expression = cursor.Take("using") ? UpToComma(cursor) : null };
    }

    private static string UpToComma(TokenCursor cursor)
    {
        var start = cursor.Index;
        while (!cursor.AtEnd && !cursor.IsSymbol(','))
            cursor.Skip();
        return cursor.TextSince(start);
    }
}
