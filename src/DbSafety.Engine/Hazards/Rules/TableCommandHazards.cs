using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>REINDEX, VACUUM FULL, CLUSTER, REFRESH, TRUNCATE: LK03, LK23, LK24, DS02.</summary>
internal static class TableCommandHazards
{
    public static void Check(StatementContext context)
    {
        if (context.Form is not TableCommandForm form)
            return;
        switch (form.Command)
        {
            case "REINDEX":
                Reindex(context, form);
                break;
            case "VACUUM" when form.Full:
            case "CLUSTER":
                Rewrites(context, form);
                break;
            case "REFRESH" when form is { Concurrently: false, NoData: false }:
                foreach (var view in form.Names.Select(context.Table).Where(context.Exists))
                    context.Report("LK24", view, $"All who read {view} wait while its query runs{IndexHazards.Size(view)}.", Refresh(view));
                break;
            case "TRUNCATE":
                foreach (var table in form.Names.Select(context.Table).Where(table => context.Exists(table) && !table.IsKnownEmpty))
                    Truncate(context, form, table);
                break;
        }
    }

    private static void Reindex(StatementContext context, TableCommandForm form)
    {
        if (form.Concurrently)
        {
            IndexHazards.Concurrently(context, null, null);
            return;
        }

        foreach (var name in form.Names)
        {
            var table = form.Kind == "TABLE" ? context.Table(name) : form.Kind == "INDEX" ? context.Symbols.FindIndex(name, context.Statement.SearchPath)?.Table : null;
            if (table is not null && !context.Exists(table))
                continue;
            var written = Identifier.Quote(name.Schema, name.Name);
            context.Report("LK03", name.Name, $"Writes to {table?.ToString() ?? "the tables"} wait, and queries that would use an index too, until it is rebuilt.", $"REINDEX {form.Kind} CONCURRENTLY {written};\n-- in a migration of its own", table?.Facts?.Bytes);
        }
    }

    private static void Rewrites(StatementContext context, TableCommandForm form)
    {
        if (form.Names.Count == 0)
            context.Report("LK23", (string?)null, $"Every table of the database is written anew by {form.Command}, one after the other, while all reads and writes of it wait.", "VACUUM (ANALYZE);");
        foreach (var table in form.Names.Select(context.Table).Where(context.Exists))
            context.Report("LK23", table, $"{table} is written anew while all reads and writes of it wait{IndexHazards.Size(table)}.", $"pg_repack --table={table}\n-- or, where the space need not go back to the system:\nVACUUM (ANALYZE) {table.Sql};");
    }

    private static string Refresh(TableSymbol view)
    {
        var unique = view.Indexes.Values.Any(index => index is { Unique: true, Partial: false } && index.Columns.All(column => column.Length > 0));
        return (unique ? "" : $"CREATE UNIQUE INDEX ON {view.Sql} (…);  -- once: columns that tell its rows apart\n") + $"REFRESH MATERIALIZED VIEW CONCURRENTLY {view.Sql};";
    }

    private static void Truncate(StatementContext context, TableCommandForm form, TableSymbol table)
    {
        var by = Reached(context, table);
        context.Report("DS02", table.ToString(), form.Cascade
                ? $"All rows of {table} are gone{IndexHazards.Size(table)}, and those of {(by.Count > 0 ? string.Join(", ", by) : "every table that points at it")} too."
                : $"All rows of {table} are gone{IndexHazards.Size(table)}.",
            form.Cascade ? $"TRUNCATE {string.Join(", ", by.Prepend(table.ToString()))};\n-- every table by name; or DELETE FROM {table.Sql} WHERE …;" : $"DELETE FROM {table.Sql} WHERE …;");
    }

    private static List<string> Reached(StatementContext context, TableSymbol table) =>
        [.. (table.Facts?.ReferencedBy ?? []).Concat(context.Symbols.ForeignKeysTo(table).Where(pair => pair.Table != table).Select(pair => pair.Table.ToString())).Distinct().Order(StringComparer.Ordinal)];
}
