using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>Columns added and changed: LK17 to LK20, CP01, CP09, CP10, CP12.</summary>
internal static class ColumnHazards
{
    public static void Check(StatementContext context)
    {
        if (context.Form is not AlterTableForm { Kind: AffectedKind.Table } form)
            return;
        var table = context.Table(form.Table);
        if (!context.Exists(table))
            return;
        foreach (var action in form.Actions)
        {
            var column = table.Columns.GetValueOrDefault(action.Name ?? "");
            var isNew = column is not null && column.Script >= 0 && context.IsNew(column.Script);
            switch (action.Kind)
            {
                case AlterActionKind.AddColumn when action.Column is { } added && !(action.IfExists && column is not null):
                    Added(context, table, added);
                    break;
                case AlterActionKind.DropColumn when !isNew && action.Name is { } name:
                    context.Report("CP01", $"{table}.{name}", $"What still names {table}.{name} fails, and its values go{IndexHazards.Size(table)}.",
                        $"Release the code that no longer uses {name}, then drop it in a later migration. Until then: ALTER TABLE {table.Sql} ALTER COLUMN {Identifier.Quote(name)} DROP NOT NULL;");
                    break;
                case AlterActionKind.SetNotNull when action.Name is { } name && !NotNullProof.Exists(table, name) && !AddedByThis(form, name):
                    context.Report("LK17", table, $"All reads and writes of {table} wait while each row is read{IndexHazards.Size(table)}.", ConstraintHazards.NotNullSteps(table, name), name);
                    break;
                case AlterActionKind.DropNotNull when !isNew:
                    context.Report("CP10", $"{table}.{action.Name}", $"Readers of {table}.{action.Name} may get NULL from now on.", $"Release the readers that take NULL first; then: ALTER TABLE {table.Sql} ALTER COLUMN {Identifier.Quote(action.Name ?? "")} DROP NOT NULL;");
                    break;
                case AlterActionKind.SetDefault or AlterActionKind.DropDefault when !isNew:
                    context.Report("CP12", $"{table}.{action.Name}", "A client that has read the old default may go on writing it.", $"Restart the clients that cache the definition of {table} together with this migration.");
                    break;
            }
        }
    }

    private static void Added(StatementContext context, TableSymbol table, ColumnForm column)
    {
        var name = Identifier.Quote(column.Name);
        if (ColumnRewrite.Reason(column, context.Symbols) is { } rewrite)
        {
            context.Report(rewrite.Rule, table, $"{Sentence(rewrite.Why)}: {table} is written anew while all reads and writes of it wait{IndexHazards.Size(table)}.",
                Safer(rewrite.Rule, table, column, name), column.Name);
        }

        if (column is { NotNull: true, Default: null, IsIdentity: false, Generated: null } && !column.Type.IsSerial && !table.IsKnownEmpty)
        {
            context.Report("CP09", $"{table}.{column.Name}", $"It fails where {table} has rows, and then every INSERT that does not name {column.Name} fails.",
                $"ALTER TABLE {table.Sql} ADD COLUMN {name} {column.Type} NOT NULL DEFAULT …;\n-- or:\nALTER TABLE {table.Sql} ADD COLUMN {name} {column.Type};\n-- fill it in batches, then:\n{ConstraintHazards.NotNullSteps(table, column.Name)}",
                table.Facts?.Bytes);
        }
    }

    private static string Safer(string rule, TableSymbol table, ColumnForm column, string name)
    {
        var fill = $"-- fill the old rows in batches, each in a transaction of its own:\nUPDATE {table.Sql} SET {name} = {Value(rule, table, column)} WHERE {name} IS NULL AND …;";
        return rule switch
        {
            "LK18" => $"ALTER TABLE {table.Sql} ADD COLUMN {name} {column.Type};\nALTER TABLE {table.Sql} ALTER COLUMN {name} SET DEFAULT {column.Default};\n{fill}",
            "LK19" => $"CREATE SEQUENCE {Identifier.Quote(table.Schema, $"{table.Name}_{column.Name}_seq")};\nALTER TABLE {table.Sql} ADD COLUMN {name} bigint;\n"
                + $"ALTER TABLE {table.Sql} ALTER COLUMN {name} SET DEFAULT {Value(rule, table, column)};\n{fill}",
            _ => $"ALTER TABLE {table.Sql} ADD COLUMN {name} {column.Type};\n-- a BEFORE INSERT OR UPDATE trigger that sets NEW.{name} := {column.Generated};\n{fill}",
        };
    }

    private static string Value(string rule, TableSymbol table, ColumnForm column) => rule switch
    {
        "LK19" => $"nextval('{Identifier.Quote(table.Schema, $"{table.Name}_{column.Name}_seq")}')",
        "LK20" => column.Generated ?? "…",
        _ => column.Default ?? "…",
    };

    private static bool AddedByThis(AlterTableForm form, string column) => form.Actions.Any(action => action.Kind == AlterActionKind.AddColumn && action.Name == column);

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
