using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads INSERT, UPDATE and DELETE that begin with their own word.</summary>
internal static class DataChangeReader
{
    public static DataChangeForm? Read(TokenCursor cursor)
    {
        var command = cursor.Peek().In(cursor.Text).ToString().ToUpperInvariant();
        cursor.Index++;
        _ = cursor.TakeAny("into", "from");
        _ = cursor.Take("only");
        if (cursor.TakeName() is not { } table)
            return null;
        var form = new DataChangeForm(command, table);
        if (command == "INSERT")
            return form;
        form = form with { JoinsOthers = !cursor.AtEnd && !cursor.IsAnyWord(["set", "where", "returning"]) };
        if (command == "UPDATE")
            form = Assignments(cursor, form);
        if (!cursor.SkipPast("where"))
            return form;
        var start = cursor.Index;
        while (!cursor.AtEnd && !cursor.IsWord("returning"))
            cursor.Skip();
        return form with { HasWhere = true, Condition = cursor.TextSince(start) };
    }

    private static DataChangeForm Assignments(TokenCursor cursor, DataChangeForm form)
    {
        if (!cursor.SkipPast("set"))
            return form;
        var start = cursor.Index;
        var columns = new List<string>();
        var begins = true;
        while (!cursor.AtEnd && !cursor.IsAnyWord(["from", "where", "returning"]))
        {
            if (begins && cursor.IsSymbol('('))
                columns.AddRange(ConstraintReader.Names(cursor.Rest().TakeParentheses()));
            else if (begins && cursor.Peek().IsName)
                columns.Add(TokenText.Name(cursor.Peek(), cursor.Text));
            begins = cursor.IsSymbol(',');
            cursor.Skip();
        }

        return form with { Columns = columns, Assignments = cursor.TextSince(start), JoinsOthers = form.JoinsOthers || cursor.IsWord("from") };
    }
}
