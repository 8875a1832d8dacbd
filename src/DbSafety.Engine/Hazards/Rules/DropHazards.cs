using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>DROP: LK02, LK32, CP02, CP05, CP15, DS01, DS03, DS06.</summary>
internal static class DropHazards
{
    public static void Check(StatementContext context)
    {
        Cascade(context);
        if (context.Form is not DropForm form)
            return;
        switch (form.Kind)
        {
            case "TABLE" or "FOREIGN TABLE" or "MATERIALIZED VIEW":
                foreach (var name in form.Names)
                    Table(context, form, context.Table(name));
                break;
            case "INDEX":
                foreach (var name in form.Names)
                    Index(context, form, name);
                break;
            case "SCHEMA":
                foreach (var name in form.Names.Where(name => !IsNew(context, context.Symbols.Others, name.Name)))
                    context.Report("CP05", name.Name, $"All that is in {name.Name} goes{(form.Cascade ? "" : ", if it is empty; else it fails")}.", $"ALTER SCHEMA {Identifier.Quote(name.Name)} RENAME TO {Identifier.Quote(name.Name + "_old")};\n-- and drop it when nobody has missed it");
                break;
            case "DATABASE":
                context.Report("DS01", form.Names.FirstOrDefault().Name, "The whole database is gone, and nothing takes that back.", "Not in a migration: by hand, after: dbsafety backup --all --prove");
                break;
            case "TRIGGER" or "POLICY" when form.Table is { } on && context.Exists(context.Table(on)) && !form.Names.All(name => IsNew(context, context.Symbols.Others, name.Name)) && !IsMadeAgain(context, form):
                context.Report("CP15", $"{context.Table(on)}.{form.Names[0].Name}", $"What the {form.Kind.ToLowerInvariant()} {form.Names[0].Name} does for {context.Table(on)} is not done any more, without an error.", "Say in a comment why nobody needs it.");
                break;
        }
    }

    private static void Table(StatementContext context, DropForm form, TableSymbol table)
    {
        if (!context.Exists(table) || (form.IfExists && table.IsAssumed && context.Symbols.Target is not null))
            return;
        if (context.Script.Statements.SkipWhile(statement => !ReferenceEquals(statement, context.Statement)).Skip(1).FirstOrDefault(statement =>
            statement.Facts.Tag is "CREATE TABLE" or "CREATE TABLE AS" && statement.Facts.Affects.Any(item => item.Effect == StatementEffect.Created && item.Name == table.Name)) is { } again)
        {
            context.Report("DS06", table.ToString(), $"{table} is made again in line {again.Line}: its rows are gone{IndexHazards.Size(table)}.", $"CREATE TABLE IF NOT EXISTS {table.Sql} …;\n-- or ALTER TABLE {table.Sql} for what differs");
        }

        context.Report("CP02", table.ToString(), $"What still names {table} fails, and its rows are gone{IndexHazards.Size(table)}.", $"ALTER TABLE {table.Sql} RENAME TO {Identifier.Quote(table.Name + "_old")};\n-- and in a later migration, when nobody has missed it:\nDROP TABLE {Identifier.Quote(table.Schema, table.Name + "_old")};");
        foreach (var other in context.Locks.Where(claim => claim is { Mode: LockMode.AccessExclusive } && claim.Table != table && context.Exists(claim.Table)))
        {
            if (!form.Names.Any(name => context.Table(name) == other.Table))
                context.Report("LK32", other.Table, $"A foreign key joins it to {table}: it takes an ACCESS EXCLUSIVE lock on {other.Table} too.", $"Drop the foreign key between {table} and {other.Table} first, in a migration of its own.");
        }
    }

    private static void Index(StatementContext context, DropForm form, QualifiedName name)
    {
        var found = context.Symbols.FindIndex(name, context.Statement.SearchPath);
        // With a target, an index that it does not have cannot be dropped either.
        if (found is { } known ? !context.Exists(known.Table) || (known.Index.Script >= 0 && context.IsNew(known.Index.Script)) : context.Symbols.Target is not null)
            return;
        var table = found?.Table;
        if (form.Concurrently)
        {
            IndexHazards.Concurrently(context, null, table);
            return;
        }

        var safer = $"DROP INDEX CONCURRENTLY {(form.IfExists ? "IF EXISTS " : "")}{Identifier.Quote(name.Schema, name.Name)};\n-- in a migration of its own";
        context.Report("LK02", table is null ? name.Name : $"{table}.{name.Name}", $"All reads and writes of {table?.ToString() ?? "its table"} queue behind it while it waits for those who use it.", safer, table?.Facts?.Bytes);
    }

    private static void Cascade(StatementContext context)
    {
        if (!context.Facts.Cascades || context.Facts.Class != StatementClass.Ddl || context.Facts.IsOpaque)
            return;
        var dropped = context.Form switch
        {
            DropForm { Kind: "TABLE" or "MATERIALIZED VIEW" or "FOREIGN TABLE" } form => [.. form.Names.Select(context.Table).Where(context.Exists).Select(table => (table.ToString(), table.Facts?.ReferencedBy ?? []))],
            DropForm form => form.Names.Where(name => !IsNew(context, context.Symbols.Others, name.Name) && !IsNew(context, context.Symbols.Types, name.Name)).Select(name => (name.Name, (IReadOnlyList<string>)[])).ToList(),
            AlterTableForm form when context.Exists(context.Table(form.Table)) => form.Actions.Where(action => action.Cascade).Select(action => ($"{context.Table(form.Table)}.{action.Name}", (IReadOnlyList<string>)[])).ToList(),
            _ => new List<(string, IReadOnlyList<string>)>(),
        };
        foreach (var (what, by) in dropped)
        {
            context.Report("DS03", what, $"Whatever depends on {what} goes with it{(by.Count > 0 ? $", the foreign keys of {string.Join(", ", by)} among it" : "")}.",
                $"{WithoutCascade(context.Statement.Text)};\n-- PostgreSQL then names what depends on it; drop that by name before it.");
        }
    }

    private static bool IsMadeAgain(StatementContext context, DropForm form) => context.After.Any(statement =>
        statement.Facts.Tag == "CREATE " + form.Kind && statement.Facts.Affects.Any(item => item.Effect == StatementEffect.Created && item.Name == form.Names[0].Name));

    private static bool IsNew(StatementContext context, Dictionary<string, int> made, string name) => made.TryGetValue(name, out var script) && context.IsNew(script);

    private static string WithoutCascade(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.EndsWith("cascade", StringComparison.OrdinalIgnoreCase) ? trimmed[..^"cascade".Length].TrimEnd() : trimmed;
    }
}
