using DbSafety.Core.Results;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms;
using DbSafety.Engine.Sql.Forms.Reading;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>Changes of rows, and statements that reach beyond the database: DS04, DS08, RB06, RB11.</summary>
internal static class DataHazards
{
    public static void Check(StatementContext context)
    {
        if (context.Form is DataChangeForm form)
            Rows(context, form);
        Measuring.MaxRows.Check(context);
        Beyond(context);
        if (context.Facts.IsOpaque)
            context.Report("RB11", (string?)null, $"What this {context.Facts.Tag} changes cannot be seen from its words.", "Plain statements; or rehearse it, which shows what it does: dbsafety rehearse");
    }

    private static void Rows(StatementContext context, DataChangeForm form)
    {
        var table = context.Table(form.Table);
        if (form.Columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
            context.Report("RB06", $"{table}.{twice}", $"{twice} is set twice, which PostgreSQL refuses.", $"Set {Identifier.Quote(twice)} once.");
        // Who writes how an UPDATE is to be divided means every row.
        if ((form.Command == "DELETE" || (form.Command == "UPDATE" && context.Step.Batch is null)) && !form.HasWhere && context.Exists(table) && !table.IsKnownEmpty)
        {
            context.Report("DS04", table.ToString(), $"Every row of {table} is {(form.Command == "UPDATE" ? "changed" : "removed")}{IndexHazards.Size(table)}.",
                form.Command == "UPDATE" ? $"UPDATE {table.Sql} SET {form.Assignments} WHERE …;" : $"DELETE FROM {table.Sql} WHERE …;");
        }
    }

    private static void Beyond(StatementContext context)
    {
        switch (context.Facts.Tag)
        {
            case "ALTER SYSTEM":
                context.Report("DS08", (string?)null, "It changes the whole server's configuration, and cannot be rolled back.", "By the administrator of the server: ALTER SYSTEM by hand, or postgresql.conf.");
                break;
            case "ALTER EXTENSION" when context.Statement.Text.Contains("UPDATE", StringComparison.OrdinalIgnoreCase):
                context.Report("DS08", context.Facts.Affects.FirstOrDefault()?.Name, "An extension's update script changes objects that are not shown here, and has no way back.", "Rehearse it on a copy, and make it a migration of its own with a backup before it.", severity: HazardSeverity.Warning);
                break;
            case "COPY" when IsProgram(context.Statement.Text):
                context.Report("DS08", context.Facts.Affects.FirstOrDefault()?.Name, "It runs a program on the server, as the server's own user.", "COPY … FROM STDIN; with the rows in the script, or a seed file");
                break;
        }
    }

    private static bool IsProgram(string text)
    {
        var cursor = new TokenCursor(text, FormReader.Tokens(text));
        return cursor.SkipPast("from", "to") && cursor.IsWord("program");
    }
}
