using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>ALTER TABLE … ADD, VALIDATE and DROP CONSTRAINT: LK10 to LK16, LK32, CP13.</summary>
internal static class ConstraintHazards
{
    public static void Check(StatementContext context)
    {
        ForeignKeyHazards.Check(context);
        if (context.Form is not AlterTableForm { Kind: AffectedKind.Table } form)
            return;
        var table = context.Table(form.Table);
        if (!context.Exists(table))
            return;
        foreach (var action in form.Actions)
        {
            switch (action.Kind)
            {
                case AlterActionKind.AddConstraint when action.Constraint is { } constraint:
                    Added(context, table, constraint, null);
                    break;
                case AlterActionKind.AddColumn when action.Column is { } column:
                    foreach (var constraint in column.Constraints)
                        Added(context, table, constraint, column);
                    break;
                case AlterActionKind.ValidateConstraint when action.Name is { } name:
                    Validated(context, table, name);
                    break;
                case AlterActionKind.DropConstraint when action.Name is { } name:
                    Dropped(context, table, name);
                    break;
            }
        }
    }

    private static void Added(StatementContext context, TableSymbol table, ConstraintForm constraint, ColumnForm? column)
    {
        var name = Identifier.Quote(Name(table, constraint));
        var text = Text(constraint);
        var first = column is null ? "" : $"ALTER TABLE {table.Sql} ADD COLUMN {Identifier.Quote(column.Name)} {column.Type};\n";
        var size = IndexHazards.Size(table);
        switch (constraint.Kind)
        {
            case ConstraintKind.ForeignKey when !constraint.NotValid:
                context.Report("LK10", table, $"Writes to {table} and to {context.Table(constraint.References ?? default)} wait while each row of {table} is looked up{size}.",
                    first + TwoSteps(table, name, text), constraint.Name ?? column?.Name);
                break;
            case ConstraintKind.Check when !constraint.NotValid:
                context.Report("LK11", table, $"All reads and writes of {table} wait while each row is checked{size}.", first + TwoSteps(table, name, text), constraint.Name ?? column?.Name);
                break;
            case ConstraintKind.NotNull when !constraint.NotValid:
                context.Report("LK17", table, $"All reads and writes of {table} wait while each row is checked{size}.", TwoSteps(table, name, text), constraint.Columns.FirstOrDefault());
                break;
            case ConstraintKind.Exclude:
                context.Report("LK16", table, $"All reads and writes of {table} wait until the index is built{size}, and there is no NOT VALID form of it.",
                    $"CREATE TABLE {Identifier.Quote(table.Schema, table.Name + "_new")} (LIKE {table.Sql} INCLUDING ALL);\n"
                    + $"ALTER TABLE {Identifier.Quote(table.Schema, table.Name + "_new")} ADD CONSTRAINT {name} {text};\n-- copy in batches, then swap the names in one transaction; or do it in a maintenance window.", constraint.Name);
                break;
            case ConstraintKind.Unique or ConstraintKind.PrimaryKey:
                Key(context, table, constraint, name, first, size);
                break;
        }
    }

    private static void Key(StatementContext context, TableSymbol table, ConstraintForm constraint, string name, string first, string size)
    {
        var primary = constraint.Kind == ConstraintKind.PrimaryKey;
        var words = primary ? "PRIMARY KEY" : "UNIQUE";
        var columns = string.Join(", ", constraint.Columns.Select(Identifier.Quote));
        var missing = NotNullProof.Missing(constraint, table);
        if (constraint.UsingIndex is null)
        {
            var notNull = primary ? string.Concat(missing.Select(column => NotNullSteps(table, column) + "\n")) : "";
            context.Report(primary ? "LK14" : "LK13", table, $"All reads and writes of {table} wait until the index is built{size}.",
                $"{first}{notNull}CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table.Sql} ({columns});\n-- in the next migration:\nALTER TABLE {table.Sql} ADD CONSTRAINT {name} {words} USING INDEX {name};", constraint.Name);
        }
        else if (primary && missing.Where(column => table.Columns.GetValueOrDefault(column) is { NotNull: false }).ToList() is { Count: > 0 } nullable)
        {
            context.Report("LK15", table, $"{string.Join(", ", nullable)} can be NULL: it is made NOT NULL on the way, and all reads and writes of {table} wait while each row is read{size}.",
                string.Join('\n', nullable.Select(column => NotNullSteps(table, column))) + $"\n-- then:\nALTER TABLE {table.Sql} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {Identifier.Quote(constraint.UsingIndex)};", nullable[0]);
        }
    }

    private static void Validated(StatementContext context, TableSymbol table, string name)
    {
        if (table.Constraints.GetValueOrDefault(name)?.AddedIn is not { } added || added != (context.Ordinal, context.Step.Number) || !context.Step.InTransaction)
            return;
        context.Report("LK12", table, $"The lock of ADD CONSTRAINT {name} is held while each row of {table} is checked{IndexHazards.Size(table)}.",
            $"-- in the next migration:\nALTER TABLE {table.Sql} VALIDATE CONSTRAINT {Identifier.Quote(name)};", name);
    }

    private static void Dropped(StatementContext context, TableSymbol table, string name)
    {
        var known = table.Constraints.GetValueOrDefault(name);
        // PostgreSQL and most frameworks end the names of foreign keys so, where nothing else tells.
        var isKey = known is not null ? known.Kind == ConstraintKind.ForeignKey : table.IsAssumed && (name.EndsWith("_fkey", StringComparison.Ordinal) || name.EndsWith("_fk", StringComparison.Ordinal));
        if (!isKey || (known?.AddedIn is { } added && context.IsNew(added.Script)))
            return;
        var other = known?.References;
        context.Report("CP13", $"{table}.{name}", $"Nothing keeps rows of {table} that point to nowhere{(other is null ? "" : $" in {other}")} out any more.",
            $"Keep it; or put into verify/ a query that is true while no such row of {table.Sql} is there.", table.Facts?.Bytes);
        if (other is not null && other != table && context.Exists(other))
            context.Report("LK32", other, $"It takes an ACCESS EXCLUSIVE lock on {other} too, and waits for all who use it.", $"ALTER TABLE {table.Sql} DROP CONSTRAINT {Identifier.Quote(name)};\n-- in a migration of its own");
    }

    /// <summary>The constraint's name, or the one that PostgreSQL would make.</summary>
    public static string Name(TableSymbol table, ConstraintForm constraint)
    {
        var columns = string.Join('_', constraint.Columns);
        return constraint.Name ?? constraint.Kind switch
        {
            ConstraintKind.PrimaryKey => $"{table.Name}_pkey",
            ConstraintKind.Unique => $"{table.Name}_{columns}_key",
            ConstraintKind.ForeignKey => $"{table.Name}_{columns}_fkey",
            ConstraintKind.Exclude => $"{table.Name}_excl",
            ConstraintKind.NotNull => $"{table.Name}_{columns}_not_null",
            _ => columns.Length > 0 ? $"{table.Name}_{columns}_check" : $"{table.Name}_check",
        };
    }

    /// <summary>The steps that make a column NOT NULL without a long lock.</summary>
    public static string NotNullSteps(TableSymbol table, string column)
    {
        var (name, check) = (Identifier.Quote(column), Identifier.Quote($"{table.Name}_{column}_not_null"));
        return $"ALTER TABLE {table.Sql} ADD CONSTRAINT {check} CHECK ({name} IS NOT NULL) NOT VALID;\n-- in the next migration:\n"
            + $"ALTER TABLE {table.Sql} VALIDATE CONSTRAINT {check};\n-- in the one after it:\n"
            + $"ALTER TABLE {table.Sql} ALTER COLUMN {name} SET NOT NULL;\nALTER TABLE {table.Sql} DROP CONSTRAINT {check};";
    }

    private static string TwoSteps(TableSymbol table, string name, string text) =>
        $"ALTER TABLE {table.Sql} ADD CONSTRAINT {name} {text} NOT VALID;\n-- in the next migration:\nALTER TABLE {table.Sql} VALIDATE CONSTRAINT {name};";

    // A column's REFERENCES, written as a table's constraint.
    private static string Text(ConstraintForm constraint) => constraint.Text.StartsWith("REFERENCES", StringComparison.OrdinalIgnoreCase)
        ? $"FOREIGN KEY ({string.Join(", ", constraint.Columns.Select(Identifier.Quote))}) {constraint.Text}"
        : constraint.Text;
}
