using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Symbols;

/// <summary>Carries the subcommands of ALTER TABLE, and a new table's elements, over to its symbol.</summary>
internal sealed class TableChanges(SymbolTable symbols, TableSymbol table, IReadOnlyList<string>? path, int script, int step)
{
    public void Apply(AlterTableForm form)
    {
        foreach (var action in form.Actions)
            Apply(action);
    }

    public void AddColumn(ColumnForm column)
    {
        table.Columns[column.Name] = new ColumnSymbol(column.Name, column.Type, column.NotNull, script);
        foreach (var constraint in column.Constraints)
            AddConstraint(constraint);
    }

    public void AddConstraint(ConstraintForm form)
    {
        var columns = form.Columns;
        if (form.UsingIndex is { } used && table.Indexes.TryGetValue(used, out var index))
        {
            columns = index.Columns;
            table.Indexes.Remove(used);
            table.Indexes[form.Name ?? used] = index with { Name = form.Name ?? used };
        }

        var name = form.Name ?? DefaultName(form, columns);
        table.Constraints[name] = new ConstraintSymbol(name, form.Kind, columns, !form.NotValid)
        {
            Expression = form.Expression,
            References = form.References is { } other ? symbols.Get(other, path, script) : null,
            AddedIn = (script, step),
        };
        if (form.Kind is ConstraintKind.PrimaryKey or ConstraintKind.Unique && form.UsingIndex is null)
            table.Indexes[name] = new IndexSymbol(name, columns, true, script);
        if (form.Kind is ConstraintKind.PrimaryKey or ConstraintKind.NotNull && !form.NotValid)
            SetNotNull(columns, true);
    }

    private void Apply(AlterAction action)
    {
        switch (action.Kind)
        {
            case AlterActionKind.AddColumn when action.Column is { } column && !(action.IfExists && table.Columns.ContainsKey(column.Name)):
                AddColumn(column);
                break;
            case AlterActionKind.DropColumn when action.Name is { } name:
                DropColumn(name);
                break;
            case AlterActionKind.SetType when Column(action) is { } column:
                table.Columns[column.Name] = column with { Type = action.Type };
                break;
            case AlterActionKind.SetNotNull or AlterActionKind.DropNotNull when action.Name is { } name:
                SetNotNull([name], action.Kind == AlterActionKind.SetNotNull);
                break;
            case AlterActionKind.AddConstraint when action.Constraint is { } constraint:
                AddConstraint(constraint);
                break;
            case AlterActionKind.ValidateConstraint when action.Name is { } name && table.Constraints.TryGetValue(name, out var constraint):
                table.Constraints[name] = constraint with { Valid = true };
                break;
            case AlterActionKind.DropConstraint when action.Name is { } name:
                table.Constraints.Remove(name);
                table.Indexes.Remove(name);
                break;
            default:
                Rename(action);
                break;
        }
    }

    private void Rename(AlterAction action)
    {
        switch (action.Kind)
        {
            case AlterActionKind.RenameTable when action.NewName is { } name:
                table.Name = name;
                break;
            case AlterActionKind.SetSchema when action.Other is { } schema:
                table.Schema = schema.Name;
                break;
            case AlterActionKind.RenameColumn when Column(action) is { } column && action.NewName is { } name:
                table.Columns.Remove(column.Name);
                table.Columns[name] = column with { Name = name };
                break;
            case AlterActionKind.RenameConstraint when action is { Name: { } old, NewName: { } name } && table.Constraints.Remove(old, out var constraint):
                table.Constraints[name] = constraint with { Name = name };
                break;
        }
    }

    private ColumnSymbol? Column(AlterAction action) => action.Name is { } name ? table.Columns.GetValueOrDefault(name) : null;

    private void DropColumn(string name)
    {
        table.Columns.Remove(name);
        foreach (var index in table.Indexes.Values.Where(index => index.Columns.Contains(name)).ToList())
            table.Indexes.Remove(index.Name);
        foreach (var constraint in table.Constraints.Values.Where(constraint => constraint.Columns.Contains(name)).ToList())
            table.Constraints.Remove(constraint.Name);
    }

    private void SetNotNull(IEnumerable<string> columns, bool notNull)
    {
        foreach (var name in columns)
            table.Columns[name] = (table.Columns.GetValueOrDefault(name) ?? new ColumnSymbol(name, null, null, -1)) with { NotNull = notNull };
    }

    // As PostgreSQL names them; the exact suffix of a second one does not matter here.
    private string DefaultName(ConstraintForm form, IReadOnlyList<string> columns) => form.Kind switch
    {
        ConstraintKind.PrimaryKey => $"{table.Name}_pkey",
        ConstraintKind.Unique => $"{table.Name}_{string.Join('_', columns)}_key",
        ConstraintKind.ForeignKey => $"{table.Name}_{string.Join('_', columns)}_fkey",
        ConstraintKind.Exclude => $"{table.Name}_{string.Join('_', columns)}_excl",
        ConstraintKind.NotNull => $"{table.Name}_{string.Join('_', columns)}_not_null",
        _ => $"{table.Name}_{(columns.Count > 0 ? string.Join('_', columns) + "_" : "")}check",
    };
}
