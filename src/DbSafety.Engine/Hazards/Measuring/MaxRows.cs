using System.Globalization;

namespace DbSafety.Engine.Hazards.Measuring;

/// <summary>DS05: how many rows one statement may change.</summary>
internal static class MaxRows
{
    /// <summary>Without a rehearsal only a statement that changes every row can be counted, by the catalog's estimate.</summary>
    public static void Check(StatementContext context)
    {
        if (context.Limits.MaxRows is not { } most || context.Form is not Sql.Forms.DataChangeForm { Command: "UPDATE" or "DELETE", HasWhere: false } form)
            return;
        var table = context.Table(form.Table);
        if (context.Exists(table) && table.Rows is { } rows && rows > most)
            context.Report("DS05", table, Reason(table.ToString(), rows, most, "has"), Safer(table.Sql, most));
    }

    public static string Reason(string table, long rows, long most, string verb) => verb == "has"
        ? string.Create(CultureInfo.InvariantCulture, $"{table} has about {rows:N0} rows, all of which it changes; one statement may change {most:N0}.")
        : string.Create(CultureInfo.InvariantCulture, $"It {verb} {rows:N0} rows of {table}; one statement may change {most:N0}.");

    public static string Safer(string table, long most) => string.Create(CultureInfo.InvariantCulture,
        $"-- in batches, each in a transaction of its own, until none is left:\n… {table} … WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE … LIMIT {Math.Min(most, 10_000)}));");
}
