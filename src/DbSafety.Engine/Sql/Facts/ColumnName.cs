using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>Names of columns with their table: <c>schema.table.column</c>.</summary>
internal static class ColumnName
{
    /// <summary>Goes past a column's name and gives its table's; null where the column stands alone.</summary>
    public static QualifiedName? TakeTable(TokenCursor cursor)
    {
        var parts = new List<string>();
        while (!cursor.AtEnd && cursor.Peek().IsName)
        {
            parts.Add(TokenText.Name(cursor.Peek(), cursor.Text));
            cursor.Index++;
            if (!cursor.TakeSymbol('.'))
                break;
        }

        return parts.Count < 2 ? null : new QualifiedName(parts.Count > 2 ? parts[^3] : null, parts[^2]);
    }
}
