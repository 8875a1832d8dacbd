using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>Renames and moves: CP03, CP04, CP05; and switched-off triggers and policies: CP15; and LK08.</summary>
internal static class RenameHazards
{
    public static void Check(StatementContext context)
    {
        if (context.Form is RenameForm { Kind: "SCHEMA" } schema && !(context.Symbols.Others.TryGetValue(schema.Name.Name, out var made) && context.IsNew(made)))
        {
            context.Report("CP05", schema.Name.Name, $"Every name in {schema.Name.Name} changes at once.",
                $"CREATE SCHEMA {Identifier.Quote(schema.NewName)};\n-- move table by table, and leave a view of each behind:\nALTER TABLE {Identifier.Quote(schema.Name.Name)}.… SET SCHEMA {Identifier.Quote(schema.NewName)};");
        }

        if (context.Form is not AlterTableForm form || form.Kind is AffectedKind.Index or AffectedKind.Sequence)
            return;
        if (form.Kind == AffectedKind.View)
        {
            if (!context.Symbols.Others.TryGetValue(form.Table.Name, out var script) || !context.IsNew(script))
                View(context, form);
            return;
        }

        var table = context.Table(form.Table);
        if (!context.Exists(table))
            return;
        foreach (var action in form.Actions)
            Check(context, table, action);
    }

    private static void Check(StatementContext context, TableSymbol table, AlterAction action)
    {
        switch (action.Kind)
        {
            case AlterActionKind.RenameColumn when !(table.Columns.GetValueOrDefault(action.Name ?? "") is { Script: >= 0 } column && context.IsNew(column.Script)):
                context.Report("CP03", $"{table}.{action.Name}", $"Applications that run still say {action.Name}.",
                    $"ALTER TABLE {table.Sql} ADD COLUMN {Identifier.Quote(action.NewName ?? "")} …;\n-- a trigger keeps both in step, the rows are filled in batches; when nobody uses the old name:\nALTER TABLE {table.Sql} DROP COLUMN {Identifier.Quote(action.Name ?? "")};");
                break;
            case AlterActionKind.RenameTable or AlterActionKind.SetSchema when !HasShim(context, table):
                var renamed = action.Kind == AlterActionKind.RenameTable ? Identifier.Quote(table.Schema, action.NewName ?? "") : Identifier.Quote(action.Other?.Name, table.Name);
                context.Report("CP04", table.ToString(), $"Applications that run still say {table}.",
                    $"{context.Statement.Text};\nCREATE VIEW {table.Sql} AS SELECT * FROM {renamed};\n-- in the same migration; drop the view when nobody uses the old name.");
                break;
            case AlterActionKind.DisableTrigger:
                context.Report("CP15", $"{table}.{action.Name}", $"What the trigger {action.Name} keeps right in {table} is not kept right any more, without an error.",
                    $"ALTER TABLE {table.Sql} ENABLE TRIGGER {(action.Name is null or "all" or "user" ? action.Name?.ToUpperInvariant() : Identifier.Quote(action.Name))};\n-- at the end of the same migration, if it is off for its sake only");
                break;
            case AlterActionKind.RowSecurity or AlterActionKind.ChangeRule:
                context.Report("CP15", table.ToString(), $"Who sees which rows of {table} changes, without an error.", "Say in a comment who is meant to see what, and check it in verify/.");
                break;
            case AlterActionKind.DetachPartition when !action.Concurrently:
                context.Report("LK08", table, $"All reads and writes of all partitions of {table} wait for it.",
                    $"ALTER TABLE {table.Sql} DETACH PARTITION {Identifier.Quote(action.Other?.Schema, action.Other?.Name ?? "")} CONCURRENTLY;\n-- in a migration of its own, on PostgreSQL 14 and later");
                break;
        }
    }

    private static void View(StatementContext context, AlterTableForm form)
    {
        if (form.Actions.Any(action => action.Kind is AlterActionKind.RenameTable or AlterActionKind.SetSchema))
            context.Report("CP04", form.Table.Name, $"Applications that run still say {form.Table.Name}.", $"CREATE VIEW … AS SELECT * FROM {Identifier.Quote(form.Table.Schema, form.Table.Name)}; and keep the old one until nobody uses it.");
    }

    // A view of the old name in the same transaction: nobody notices the rename.
    private static bool HasShim(StatementContext context, TableSymbol table) => context.Step.InTransaction && context.After.Any(statement =>
        statement.Facts.Tag is "CREATE VIEW" && statement.Facts.Affects.Any(item => item.Effect == StatementEffect.Created && item.Name == table.Name));
}
