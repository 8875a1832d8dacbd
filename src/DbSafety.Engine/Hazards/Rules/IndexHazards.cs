using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>CREATE INDEX: LK01, LK04 to LK07, LK09, CP14, RB10.</summary>
internal static class IndexHazards
{
    public static void Check(StatementContext context)
    {
        if (context.Form is not CreateIndexForm form)
            return;
        var table = context.Table(form.Table);
        Shape(context, form, table);
        if (!context.Exists(table))
            return;
        if (table.IsPartitioned && !form.Only)
            Partitioned(context, form, table);
        else if (!form.Concurrently && !form.Only)
            context.Report("LK01", table, $"Every INSERT, UPDATE and DELETE on {table} waits until the index is built{Size(table)}.", Concurrent(form, table));
        if (form.Concurrently)
            Concurrently(context, form, table);
        if (form.Unique && !table.IsKnownEmpty && !AlreadyUnique(table, form.Columns))
            context.Report("CP14", table, $"It fails where two rows of {table} agree in {Columns(form)}.", Duplicates(form, table));
    }

    /// <summary>CONCURRENTLY: what can go wrong with it whatever it builds.</summary>
    public static void Concurrently(StatementContext context, CreateIndexForm? form, TableSymbol? table)
    {
        var about = table?.ToString();
        if (context.Script.HasTransactionAround(context.Statement))
        {
            context.Report("LK04", about, "The script has BEGIN and COMMIT around it, which this statement cannot be in: it is run by itself, and stays when a later statement fails.",
                "Put the statement into a migration of its own, and leave BEGIN and COMMIT out.");
        }

        if (LimitHazards.EffectiveInSession(context, "lock_timeout") is { } set && LimitHazards.Milliseconds(set) is > 0)
            context.Report("LK05", about, $"lock_timeout = {set} would end the wait for old snapshots, and leave an INVALID index.", "Remove the SET lock_timeout before it: DbSafety lifts the limit for this statement, and watches it.");
        if (context.Symbols.Target is { ServerVersion: >= 140000 and < 140004 } target)
            context.Report("LK07", about, $"The server is 14.{target.ServerVersion % 10000}, where this can silently make a corrupt index.", "Upgrade the server to 14.4 or later first. Meanwhile: the same statement without CONCURRENTLY, in a maintenance window.");
        if (form is { IfNotExists: true, Index: { } index })
            IfNotExists(context, form, table!, index);
    }

    private static void IfNotExists(StatementContext context, CreateIndexForm form, TableSymbol table, string index)
    {
        var name = Identifier.Quote(table.Schema, index);
        var invalid = table.Indexes.GetValueOrDefault(index) is { Valid: false };
        context.Report("LK06", table.ToString(), invalid
                ? $"The index {name} is there, and it is INVALID: this statement alone would do nothing. DbSafety drops the index first."
                : $"Where an earlier attempt failed, {name} is there and INVALID, and this statement does nothing.",
            $"DROP INDEX CONCURRENTLY IF EXISTS {name};\n{Concurrent(form with { IfNotExists = false }, table)}\nSELECT indisvalid FROM pg_index WHERE indexrelid = '{name}'::regclass;");
    }

    private static void Partitioned(StatementContext context, CreateIndexForm form, TableSymbol table)
    {
        var index = form.Index ?? $"{table.Name}_idx";
        var unique = form.Unique ? "UNIQUE " : "";
        context.Report("LK09", table, $"Writes to all partitions of {table} wait until the index of each is built{Size(table)}.",
            $"CREATE {unique}INDEX {Identifier.Quote(index)} ON ONLY {table.Sql} {form.Definition};\n"
            + $"-- for each partition p, each in a migration of its own:\nCREATE {unique}INDEX CONCURRENTLY {Identifier.Quote(index + "_p")} ON p {form.Definition};\n"
            + $"ALTER INDEX {Identifier.Quote(table.Schema, index)} ATTACH PARTITION {Identifier.Quote(index + "_p")};");
    }

    private static void Shape(StatementContext context, CreateIndexForm form, TableSymbol table)
    {
        var repeated = form.Columns.Where(column => column.Length > 0).GroupBy(column => column).FirstOrDefault(group => group.Count() > 1)?.Key;
        var (reason, safer) = (form.Method, form.Columns.Count) switch
        {
            _ when repeated is not null => ($"The column {repeated} is in it twice.", $"Name {repeated} once."),
            ("hash", _) => ("A hash index serves equality only, and cannot be unique.", $"CREATE INDEX CONCURRENTLY {Identifier.Quote(form.Index ?? table.Name + "_idx")} ON {table.Sql} ({string.Join(", ", form.Columns.Select(Identifier.Quote))});"),
            (_, > 3) when !form.Unique => ($"It has {form.Columns.Count} key columns; queries seldom use more than three.",
                $"CREATE INDEX CONCURRENTLY {Identifier.Quote(form.Index ?? table.Name + "_idx")} ON {table.Sql} ({string.Join(", ", form.Columns.Take(3).Select(Identifier.Quote))});"),
            _ => ("", ""),
        };
        if (reason.Length > 0)
            context.Report("RB10", form.Index ?? table.ToString(), reason, safer);
    }

    /// <summary>The index as it should be made.</summary>
    public static string Concurrent(CreateIndexForm form, TableSymbol table) =>
        $"CREATE {(form.Unique ? "UNIQUE " : "")}INDEX CONCURRENTLY {(form.Index is { } name ? Identifier.Quote(name) + " " : "")}ON {table.Sql} {form.Definition};";

    /// <summary>How large a table is, as the end of a sentence; empty where nobody knows.</summary>
    public static string Size(TableSymbol table) => table.Facts is { } facts
        ? FormattableString.Invariant($": {(facts.Rows is { } rows ? $"about {rows:N0} rows, " : "")}{Bytes(facts.Bytes)}")
        : "";

    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => FormattableString.Invariant($"{bytes} B"),
        < 10_000_000 => FormattableString.Invariant($"{bytes / 1000.0:N0} kB"),
        < 10_000_000_000 => FormattableString.Invariant($"{bytes / 1e6:N0} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:N0} GB"),
    };

    private static bool AlreadyUnique(TableSymbol table, IReadOnlyList<string> columns) =>
        table.Indexes.Values.Any(index => index is { Unique: true, Valid: true, Partial: false } && index.Columns.All(columns.Contains));

    private static string Columns(CreateIndexForm form) => form.Columns.All(column => column.Length > 0) ? string.Join(", ", form.Columns) : "what it indexes";

    private static string Duplicates(CreateIndexForm form, TableSymbol table)
    {
        var columns = string.Join(", ", form.Columns.Where(column => column.Length > 0).Select(Identifier.Quote));
        return columns.Length == 0
            ? $"Look for rows of {table.Sql} with the same {form.Definition} first."
            : $"-- must give no row:\nSELECT {columns}, count(*) FROM {table.Sql} GROUP BY {columns} HAVING count(*) > 1;";
    }
}
