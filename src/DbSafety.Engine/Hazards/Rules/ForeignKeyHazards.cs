using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>What a new foreign key lacks, of new tables and old ones: RB08, RB09. Asked at the end of the chain, when its index may have been made.</summary>
internal static class ForeignKeyHazards
{
    public static void Check(StatementContext context)
    {
        var (name, keys) = context.Form switch
        {
            CreateTableForm { Temporary: false } form => ((Sql.Facts.QualifiedName?)form.Name, form.Constraints.Concat(form.Columns.SelectMany(column => column.Constraints))),
            AlterTableForm form => (form.Table, form.Actions.SelectMany(action => action.Constraint is { } own ? [own] : action.Column?.Constraints ?? [])),
            _ => (null, []),
        };
        var wanted = keys.Where(key => key is { Kind: ConstraintKind.ForeignKey, Columns.Count: > 0 }).ToList();
        if (wanted.Count > 0 && name is { } known)
            context.AtEnd.Add(() => Judge(context, context.Table(known), wanted));
    }

    private static void Judge(StatementContext context, TableSymbol table, List<ConstraintForm> keys)
    {
        foreach (var key in keys)
        {
            // Of a table that is only known by its name, the indexes are not known either.
            if (!table.IsAssumed && key.Columns.All(table.Columns.ContainsKey) && !HasIndex(table, key.Columns))
            {
                context.Report("RB08", $"{table}.{string.Join(", ", key.Columns)}", $"Each DELETE in {(key.References is { } name ? context.Table(name) : "the table that it points at")} reads all of {table}.",
                    $"CREATE INDEX CONCURRENTLY {Identifier.Quote($"{table.Name}_{string.Join('_', key.Columns)}_idx")} ON {table.Sql} ({string.Join(", ", key.Columns.Select(Identifier.Quote))});", table.Facts?.Bytes);
            }

            Types(context, table, key);
        }
    }

    private static void Types(StatementContext context, TableSymbol table, ConstraintForm key)
    {
        if (key.References is not { } name)
            return;
        var other = context.Table(name);
        var referenced = key.ReferencedColumns.Count > 0 ? key.ReferencedColumns
            : other.Constraints.Values.FirstOrDefault(constraint => constraint.Kind == ConstraintKind.PrimaryKey)?.Columns ?? [];
        foreach (var (own, target) in key.Columns.Zip(referenced))
        {
            if (table.Columns.GetValueOrDefault(own)?.Type is { } one && other.Columns.GetValueOrDefault(target)?.Type is { } two && Stored(one) != Stored(two))
            {
                context.Report("RB09", $"{table}.{own}", $"{table}.{own} is {one}, and {other}.{target} is {two}.",
                    $"{Identifier.Quote(own)} {Stored(two)}");
            }
        }
    }

    private static bool HasIndex(TableSymbol table, IReadOnlyList<string> columns) =>
        table.Indexes.Values.Any(index => !index.Partial && index.Columns.Take(columns.Count).Order().SequenceEqual(columns.Order()));

    private static string Stored(TypeForm type) => type.Name switch
    {
        "smallserial" => "smallint",
        "serial" => "integer",
        "bigserial" => "bigint",
        // A length is no matter of comparison, and text is compared as varchar is.
        "character varying" => "text",
        var name => name,
    };
}
