using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>ALTER COLUMN TYPE and what else writes a table anew: LK21, LK22, LK25.</summary>
internal static class TypeChangeHazards
{
    public static void Check(StatementContext context)
    {
        if (context.Form is not AlterTableForm { Kind: AffectedKind.Table or AffectedKind.MaterializedView } form)
            return;
        var table = context.Table(form.Table);
        if (!context.Exists(table))
            return;
        foreach (var action in form.Actions)
        {
            if (action is { Kind: AlterActionKind.SetType, Type: { } type, Name: { } column })
                Changed(context, table, action, type, column);
            else if (action.Kind is AlterActionKind.SetTablespace or AlterActionKind.SetLogged or AlterActionKind.SetUnlogged or AlterActionKind.SetAccessMethod or AlterActionKind.SetExpression)
                context.Report("LK25", table, $"{table} is written anew while all reads and writes of it wait{IndexHazards.Size(table)}.", $"In a maintenance window; or a new table, filled in batches and swapped: CREATE TABLE {Identifier.Quote(table.Schema, table.Name + "_new")} (LIKE {table.Sql} INCLUDING ALL);");
        }
    }

    private static void Changed(StatementContext context, TableSymbol table, AlterAction action, TypeForm type, string column)
    {
        var before = table.Columns.GetValueOrDefault(column)?.Type;
        var rewrites = TypeChange.Rewrites(before, type, action.Expression, column, context.Symbols.Target?.IsUtc ?? false);
        if (rewrites)
        {
            context.Report("LK21", table, before is null
                    ? $"What {column} was is not known here; unless the old type is stored just as {type} is, {table} is written anew while all reads and writes of it wait."
                    : $"From {before} to {type}, {table} and its indexes are written anew while all reads and writes of it wait{IndexHazards.Size(table)}.",
                NewColumn(table, column, type, action.Expression), column);
        }

        var constraints = table.Constraints.Values
            .Where(constraint => constraint.Kind is ConstraintKind.Check or ConstraintKind.ForeignKey && (constraint.Columns.Contains(column) || Names(constraint, column))).ToList();
        var isKey = table.Constraints.Values.Any(constraint => constraint.Kind is ConstraintKind.PrimaryKey or ConstraintKind.Unique && constraint.Columns.Contains(column));
        var keys = context.Symbols.ForeignKeysTo(table).Where(pair => isKey && pair.Table != table).ToList();
        // The table is read again for these only where the type's meaning changes, or a CHECK hangs on the column.
        if (constraints.Where(constraint => constraint.Kind == ConstraintKind.Check || rewrites).Select(constraint => constraint.Name).Concat(rewrites ? keys.Select(pair => pair.Key.Name) : []).ToList() is not { Count: > 0 } checkedAgain)
            return;
        context.Report("LK22", table, $"{string.Join(", ", checkedAgain)} {(checkedAgain.Count == 1 ? "is" : "are")} checked again for each row, under the same lock.",
            $"ALTER TABLE {table.Sql} DROP CONSTRAINT {Identifier.Quote(checkedAgain[0])};\nALTER TABLE {table.Sql} ALTER COLUMN {Identifier.Quote(column)} TYPE {type};\n"
            + $"ALTER TABLE {table.Sql} ADD CONSTRAINT {Identifier.Quote(checkedAgain[0])} … NOT VALID;\n-- in the next migration:\nALTER TABLE {table.Sql} VALIDATE CONSTRAINT {Identifier.Quote(checkedAgain[0])};", column);
    }

    private static bool Names(ConstraintSymbol constraint, string column) =>
        constraint is { Columns.Count: 0, Expression: { } expression } && Sql.Forms.Reading.FormReader.Tokens(expression).Any(token => token.IsName && Sql.Lexing.TokenText.Name(token, expression) == column);

    private static string NewColumn(TableSymbol table, string column, TypeForm type, string? expression)
    {
        var (old, made, value) = (Identifier.Quote(column), Identifier.Quote(column + "_new"), expression ?? $"{Identifier.Quote(column)}::{type}");
        return $"ALTER TABLE {table.Sql} ADD COLUMN {made} {type};\n-- a BEFORE INSERT OR UPDATE trigger that sets NEW.{made} := {value};\n"
            + $"-- in batches, each in a transaction of its own:\nUPDATE {table.Sql} SET {made} = {value} WHERE {made} IS NULL AND …;\n"
            + $"-- then, in one transaction:\nALTER TABLE {table.Sql} DROP COLUMN {old};\nALTER TABLE {table.Sql} RENAME COLUMN {made} TO {old};";
    }
}
