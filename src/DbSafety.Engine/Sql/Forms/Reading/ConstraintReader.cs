using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads a constraint's definition, of a table or of a column.</summary>
internal static class ConstraintReader
{
    /// <summary>True where a table constraint begins, and not a column.</summary>
    public static bool Begins(TokenCursor cursor) => cursor.IsWord("constraint") || IsDefinition(cursor);

    /// <summary>Reads CONSTRAINT name, if it stands here, and the definition.</summary>
    public static ConstraintForm? Read(TokenCursor cursor)
    {
        var name = cursor.Take("constraint") ? cursor.TakeName()?.Name : null;
        return Read(cursor, name, null);
    }

    /// <summary>Reads the definition that stands here; null where none does.</summary>
    /// <param name="column">The column that it stands at; null for a table's.</param>
    public static ConstraintForm? Read(TokenCursor cursor, string? name, string? column)
    {
        var start = cursor.Index;
        if (Definition(cursor, column) is not { } constraint)
            return null;
        var notValid = false;
        while (!cursor.AtEnd && !cursor.IsSymbol(',') && !Continues(cursor, column))
        {
            notValid |= cursor.IsWord("not") && cursor.IsWord("valid", 1);
            cursor.Skip();
        }

        return constraint with { Name = name, NotValid = notValid, Text = cursor.TextSince(start) };
    }

    // After a column's constraint another clause of the column may follow; after a table's only its own attributes.
    // ON DELETE SET NULL and SET DEFAULT are attributes of a foreign key.
    private static bool Continues(TokenCursor cursor, string? column) => column is not null && !cursor.IsWord("set", -1)
        && (cursor.IsWord("constraint") || cursor.IsWord("default") || cursor.IsWord("generated") || cursor.IsWord("null")
            || (cursor.IsWord("not") && cursor.IsWord("null", 1)) || IsDefinition(cursor) || cursor.IsWord("references"));

    private static bool IsDefinition(TokenCursor cursor) =>
        (cursor.IsWord("check") && cursor.IsSymbol('(', 1)) || cursor.IsWord("unique") || (cursor.IsWord("primary") && cursor.IsWord("key", 1))
        || (cursor.IsWord("foreign") && cursor.IsWord("key", 1)) || (cursor.IsWord("exclude") && (cursor.IsWord("using", 1) || cursor.IsSymbol('(', 1)))
        || (cursor.IsWord("not") && cursor.IsWord("null", 1) && cursor.Peek(2).IsName);

    private static ConstraintForm? Definition(TokenCursor cursor, string? column)
    {
        IReadOnlyList<string> own = column is null ? [] : [column];
        if (cursor.Take("check"))
            return new ConstraintForm(ConstraintKind.Check) { Columns = own, Expression = cursor.TakeParentheses()?.RestText };
        if (cursor.Take("unique"))
        {
            _ = cursor.Take("nulls", "distinct") || cursor.Take("nulls", "not", "distinct");
            return Key(cursor, ConstraintKind.Unique, own);
        }

        if (cursor.Take("primary", "key"))
            return Key(cursor, ConstraintKind.PrimaryKey, own);
        if (cursor.Take("exclude"))
            return new ConstraintForm(ConstraintKind.Exclude);
        if (cursor.Take("foreign", "key"))
        {
            var columns = Names(cursor.TakeParentheses());
            return cursor.Take("references") ? ForeignKey(cursor, columns) : new ConstraintForm(ConstraintKind.ForeignKey) { Columns = columns };
        }

        if (column is not null && cursor.Take("references"))
            return ForeignKey(cursor, own);
        if (column is null && cursor.Take("not", "null"))
            return new ConstraintForm(ConstraintKind.NotNull) { Columns = cursor.TakeName() is { } name ? [name.Name] : [] };
        return null;
    }

    private static ConstraintForm Key(TokenCursor cursor, ConstraintKind kind, IReadOnlyList<string> own)
    {
        if (cursor.Take("using", "index"))
            return new ConstraintForm(kind) { UsingIndex = cursor.IsWord("tablespace") ? null : cursor.TakeName()?.Name, Columns = own };
        var columns = cursor.IsSymbol('(') ? Names(cursor.TakeParentheses()) : own;
        return new ConstraintForm(kind) { Columns = columns };
    }

    private static ConstraintForm ForeignKey(TokenCursor cursor, IReadOnlyList<string> columns)
    {
        var table = cursor.TakeName();
        return new ConstraintForm(ConstraintKind.ForeignKey) { Columns = columns, References = table, ReferencedColumns = Names(cursor.TakeParentheses()) };
    }

    /// <summary>The names of a list in parentheses; what is no plain name is an empty text.</summary>
    public static IReadOnlyList<string> Names(TokenCursor? list)
    {
        var names = new List<string>();
        if (list is null)
            return names;
        while (!list.AtEnd)
        {
            var plain = list.Peek().IsName && !list.IsSymbol('(', 1) && !list.IsSymbol('.', 1) && list.Peek(1).Kind != TokenKind.Operator;
            names.Add(plain ? TokenText.Name(list.Peek(), list.Text) : "");
            if (!list.SkipPastSymbol(','))
                break;
        }

        return names;
    }
}
