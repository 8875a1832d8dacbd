using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads a column's definition, up to the comma after it.</summary>
internal static class ColumnReader
{
    // Where a default's expression ends: it cannot hold these words outside parentheses (it is a b_expr in PostgreSQL's grammar).
    private static readonly string[] AfterExpression =
        ["constraint", "not", "null", "check", "unique", "primary", "references", "generated", "deferrable", "initially", "collate"];

    public static ColumnForm? Read(TokenCursor cursor)
    {
        if (!cursor.Peek().IsName || cursor.AtEnd)
            return null;
        var name = TokenText.Name(cursor.Peek(), cursor.Text);
        cursor.Index++;
        var column = new ColumnForm(name, TypeReader.Read(cursor));
        while (!cursor.AtEnd && !cursor.IsSymbol(','))
            column = Clause(cursor, column);
        return column.Type.IsSerial || column.Constraints.Any(constraint => constraint.Kind == ConstraintKind.PrimaryKey) || column.IsIdentity
            ? column with { NotNull = true }
            : column;
    }

    private static ColumnForm Clause(TokenCursor cursor, ColumnForm column)
    {
        var constraintName = cursor.Take("constraint") ? cursor.TakeName()?.Name : null;
        if (cursor.Take("not", "null"))
        {
            _ = cursor.Take("no", "inherit");
            return column with { NotNull = true };
        }

        if (cursor.Take("null"))
            return column;
        if (cursor.Take("default"))
        {
            var text = Expression(cursor);
            return column with { Default = text.Equals("null", StringComparison.OrdinalIgnoreCase) ? null : text };
        }

        if (cursor.Take("generated"))
            return Generated(cursor, column);
        if (ConstraintReader.Read(cursor, constraintName, column.Name) is { } constraint)
            return column with { Constraints = [.. column.Constraints, constraint] };
        cursor.Skip();
        return column;
    }

    private static ColumnForm Generated(TokenCursor cursor, ColumnForm column)
    {
        _ = cursor.Take("always") || cursor.Take("by", "default");
        _ = cursor.Take("as");
        if (cursor.Take("identity"))
        {
            _ = cursor.TakeParentheses();
            return column with { IsIdentity = true };
        }

        var expression = cursor.TakeParentheses()?.RestText ?? "";
        return column with { Generated = expression, IsVirtual = cursor.Take("virtual") ? true : cursor.Take("stored") ? false : null };
    }

    /// <summary>The text of an expression up to the next clause; its first token belongs to it whatever it is.</summary>
    private static string Expression(TokenCursor cursor)
    {
        var start = cursor.Index;
        cursor.Skip();
        while (!cursor.AtEnd && !cursor.IsSymbol(',') && !cursor.IsAnyWord(AfterExpression))
            cursor.Skip();
        return cursor.TextSince(start);
    }
}
