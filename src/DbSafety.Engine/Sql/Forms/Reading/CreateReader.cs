using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads CREATE TABLE, INDEX, TYPE, DOMAIN and FUNCTION; the cursor stands after CREATE.</summary>
internal static class CreateReader
{
    public static StatementForm? Read(TokenCursor cursor)
    {
        var replace = cursor.Take("or", "replace");
        var temporary = false;
        while (cursor.IsAnyWord(["temp", "temporary", "global", "local", "unlogged"]))
        {
            temporary |= cursor.IsAnyWord(["temp", "temporary"]);
            cursor.Index++;
        }

        if (cursor.Take("table"))
            return Table(cursor, temporary, foreign: false);
        if (cursor.Take("foreign", "table"))
            return Table(cursor, temporary, foreign: true);
        if (cursor.Take("unique", "index"))
            return Index(cursor, unique: true);
        if (cursor.Take("index"))
            return Index(cursor, unique: false);
        if (cursor.TakeAny("type"))
            return cursor.TakeName() is { } name ? new TypeStatementForm(cursor.Take("as", "enum") ? TypeStatementKind.CreateEnum : TypeStatementKind.CreateOther, name) : null;
        if (cursor.TakeAny("domain"))
            return Domain(cursor);
        if (cursor.TakeAny("function", "procedure"))
            return Function(cursor, replace);
        return null;
    }

    private static CreateTableForm? Table(TokenCursor cursor, bool temporary, bool foreign)
    {
        var ifNotExists = cursor.Take("if", "not", "exists");
        if (cursor.TakeName() is not { } name)
            return null;
        var table = new CreateTableForm(CreateFacts.Named(name, temporary)!.Value) { IfNotExists = ifNotExists, Temporary = temporary, IsForeign = foreign };
        if (cursor.Take("partition", "of"))
            table = table with { PartitionOf = cursor.TakeName(), HasOtherColumns = true };
        else if (cursor.Take("of"))
            table = table with { HasOtherColumns = true };
        if (cursor.TakeParentheses() is { } elements)
            table = Elements(elements, table);
        while (!cursor.AtEnd)
        {
            if (cursor.Take("partition", "by"))
                table = table with { IsPartitioned = true };
            else if (cursor.TakeAny("inherits", "as"))
                table = table with { HasOtherColumns = true };
            else
                cursor.Skip();
        }

        return table;
    }

    private static CreateTableForm Elements(TokenCursor cursor, CreateTableForm table)
    {
        var columns = new List<ColumnForm>();
        var constraints = new List<ConstraintForm>();
        var other = table.HasOtherColumns;
        while (!cursor.AtEnd)
        {
            if (ConstraintReader.Begins(cursor))
            {
                if (ConstraintReader.Read(cursor) is { } constraint)
                    constraints.Add(constraint);
            }
            else if (cursor.Take("like"))
            {
                other = true;
            }
            else if (ColumnReader.Read(cursor) is { } column)
            {
                columns.Add(column);
            }

            if (!cursor.SkipPastSymbol(','))
                break;
        }

        return table with { Columns = columns, Constraints = constraints, HasOtherColumns = other };
    }

    private static CreateIndexForm? Index(TokenCursor cursor, bool unique)
    {
        var concurrently = cursor.Take("concurrently");
        var ifNotExists = cursor.Take("if", "not", "exists");
        var name = cursor.IsWord("on") ? null : cursor.TakeName();
        if (!cursor.Take("on"))
            return null;
        var only = cursor.Take("only");
        if (cursor.TakeName() is not { } table)
            return null;
        var definition = cursor.RestText;
        var method = cursor.Take("using") ? cursor.TakeName()?.Name ?? "btree" : "btree";
        var columns = ConstraintReader.Names(cursor.TakeParentheses());
        return new CreateIndexForm(name?.Name, table)
        {
            Unique = unique,
            Concurrently = concurrently,
            IfNotExists = ifNotExists,
            Only = only,
            Method = method,
            Columns = columns,
            Partial = cursor.Has("where"),
            Definition = definition,
        };
    }

    private static TypeStatementForm? Domain(TokenCursor cursor)
    {
        if (cursor.TakeName() is not { } name)
            return null;
        _ = cursor.Take("as");
        var type = TypeReader.Read(cursor);
        var constrained = cursor.Has("check") || (cursor.SkipPast("not") && cursor.IsWord("null"));
        return new TypeStatementForm(constrained ? TypeStatementKind.CreateConstrainedDomain : TypeStatementKind.CreateDomain, name) { Text = type.Text };
    }

    private static FunctionForm? Function(TokenCursor cursor, bool replace)
    {
        if (cursor.TakeName() is not { } name)
            return null;
        _ = cursor.TakeParentheses();
        return new FunctionForm(name, Volatility(cursor), replace);
    }

    /// <summary>The volatility that a function's attributes name.</summary>
    public static string? Volatility(TokenCursor cursor) =>
        cursor.Has("immutable") ? "immutable" : cursor.Has("stable") ? "stable" : cursor.Has("volatile") ? "volatile" : null;
}
