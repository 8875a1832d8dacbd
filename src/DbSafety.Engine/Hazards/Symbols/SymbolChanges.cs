using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Symbols;

/// <summary>Carries a statement's effect over to the symbol table.</summary>
internal sealed class SymbolChanges(SymbolTable symbols)
{
    public void Apply(SqlStatement statement, StatementForm? form, int script, int step)
    {
        var path = statement.SearchPath;
        switch (form)
        {
            case CreateTableForm table:
                Create(table, path, script);
                break;
            case CreateIndexForm index:
                Create(index, path, script);
                break;
            case AlterTableForm { Kind: AffectedKind.Table or AffectedKind.MaterializedView } alter:
                new TableChanges(symbols, symbols.Get(alter.Table, path, script), path, script, step).Apply(alter);
                break;
            case DropForm drop:
                Drop(drop, path);
                break;
            case TypeStatementForm type:
                Create(type, script);
                break;
            case FunctionForm function:
                symbols.Functions[function.Name.Name] = function.Volatility ?? "volatile";
                break;
            case RenameForm { Kind: "SCHEMA" } rename:
                symbols.Others[rename.NewName] = symbols.Others.GetValueOrDefault(rename.Name.Name, script);
                break;
        }

        foreach (var made in statement.Facts.Affects.Where(item => item.Effect == StatementEffect.Created))
            Note(made, path, script, form);
    }

    // What the forms do not tell: tables of CREATE SCHEMA, SELECT INTO and CREATE TABLE AS, views, schemas, functions, sequences.
    private void Note(AffectedObject made, IReadOnlyList<string>? path, int script, StatementForm? form)
    {
        var name = new QualifiedName(made.Schema, made.Name);
        if (made.Kind is AffectedKind.Table or AffectedKind.MaterializedView)
        {
            if (form is not AlterTableForm && symbols.Find(name, path) is null)
                symbols.Add(new TableSymbol(SchemaOf(name, path), made.Name, script) { IsMaterializedView = made.Kind == AffectedKind.MaterializedView });
        }
        else if (made.Kind == AffectedKind.Type)
        {
            _ = symbols.Types.TryAdd(made.Name, script);
        }
        else if (made.Kind != AffectedKind.Index)
        {
            _ = symbols.Others.TryAdd(made.Name, script);
        }
    }

    private void Create(CreateTableForm form, IReadOnlyList<string>? path, int script)
    {
        if (symbols.Find(form.Name, path) is { IsAssumed: false } && form.IfNotExists)
            return;
        // What was only assumed by its name, as the target of its own foreign key, is this table.
        if (symbols.Find(form.Name, path) is { } before && !form.Temporary)
            symbols.Remove(before);
        var table = new TableSymbol(SchemaOf(form.Name, path), form.Name.Name, script)
        {
            KnowsColumns = !form.HasOtherColumns,
            IsPartitioned = form.IsPartitioned,
            IsTemporary = form.Temporary,
            IsForeign = form.IsForeign,
        };
        symbols.Add(table);
        var changes = new TableChanges(symbols, table, path, script, 0);
        foreach (var column in form.Columns)
            changes.AddColumn(column);
        foreach (var constraint in form.Constraints)
            changes.AddConstraint(constraint);
    }

    private void Create(CreateIndexForm form, IReadOnlyList<string>? path, int script)
    {
        var table = symbols.Get(form.Table, path, script);
        var name = form.Index ?? $"{table.Name}_{string.Join('_', form.Columns.Select(column => column.Length > 0 ? column : "expr"))}_idx";
        if (form.IfNotExists && table.Indexes.ContainsKey(name))
            return;
        table.Indexes[name] = new IndexSymbol(name, form.Columns, form.Unique, script) { Partial = form.Partial };
    }

    private void Create(TypeStatementForm form, int script)
    {
        if (form.Kind is TypeStatementKind.CreateEnum or TypeStatementKind.CreateOther or TypeStatementKind.CreateDomain or TypeStatementKind.CreateConstrainedDomain)
            symbols.Types[form.Name.Name] = script;
        if (form.Kind is TypeStatementKind.CreateConstrainedDomain or TypeStatementKind.AddDomainConstraint)
            symbols.ConstrainedDomains.Add(form.Name.Name);
    }

    private void Drop(DropForm form, IReadOnlyList<string>? path)
    {
        foreach (var name in form.Names)
        {
            if (form.Kind is "TABLE" or "MATERIALIZED VIEW" or "FOREIGN TABLE" && symbols.Find(name, path) is { } table)
                symbols.Remove(table);
            else if (form.Kind == "INDEX" && symbols.FindIndex(name, path) is { } found)
                found.Table.Indexes.Remove(name.Name);
            else if (form.Kind == "SCHEMA")
                symbols.RemoveSchema(name.Name);
        }
    }

    private string? SchemaOf(QualifiedName name, IReadOnlyList<string>? path) =>
        name.Schema ?? path?.FirstOrDefault() ?? (symbols.Target is { SearchPath: [var first, ..] } ? first : null);
}
