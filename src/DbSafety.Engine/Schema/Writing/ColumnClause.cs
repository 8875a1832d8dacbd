using DbSafety.Engine.Schema.Reading;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Writing;

/// <summary>Writes the columns of CREATE TABLE.</summary>
internal static class ColumnClause
{
    /// <summary>The column stands in CREATE TABLE; otherwise its parents bring it. A partition is made alone and attached, so it has all of them.</summary>
    public static bool IsWritten(RelationDraft table, ColumnDraft column) => table.IsPartition || column.IsLocal;

    public static IEnumerable<string> Write(RelationDraft table, bool whole)
    {
        foreach (var column in table.Columns.Values)
        {
            var name = Identifier.Quote(column.Name);
            var constraints = Default(table, column, whole) + NotNull(table, column);
            if (table.OfType is not null)
            {
                if (constraints.Length > 0)
                    yield return $"{name} WITH OPTIONS{constraints}";
            }
            else if (IsWritten(table, column))
                yield return $"{name} {column.TypeName}{(column.Collation is null ? "" : $" COLLATE {column.Collation}")}{constraints}";
            else if (column.NotNullConstraint is { } constraint && IsOwn(table, column, constraint))
                yield return $"CONSTRAINT {Identifier.Quote(constraint.Name)} NOT NULL {name}{(constraint.NoInherit ? " NO INHERIT" : "")}";
        }
    }

    private static string Default(RelationDraft table, ColumnDraft column, bool whole)
    {
        if (column.DefaultPart is not { } part || (part.IsApart && !whole))
            return "";
        // A generated column that is local and inherited takes the parent's expression; before version 16 it may not repeat it.
        var inherited = table is { IsPartition: false, InheritsLater: false } && column.Generated != '\0'
            && table.Parents.Any(parent => parent.Columns.Values.Any(other => other.Name == column.Name && other.Default == column.Default));
        return inherited ? "" : " " + part.Clause;
    }

    private static string NotNull(RelationDraft table, ColumnDraft column)
    {
        if (column.NotNullConstraint is not { } constraint)
            return column.NotNull ? " NOT NULL" : "";
        if (!IsOwn(table, column, constraint))
            return "";
        var usual = constraint.Name == $"{table.Name}_{column.Name}_not_null" && table.Parents.Count == 0;
        return $"{(usual ? "" : $" CONSTRAINT {Identifier.Quote(constraint.Name)}")} NOT NULL{(constraint.NoInherit ? " NO INHERIT" : "")}";
    }

    /// <summary>The constraint does not come from a parent in this form: a parent's NOT VALID one would come as such.</summary>
    private static bool IsOwn(RelationDraft table, ColumnDraft column, NotNullDraft constraint) => constraint.IsValidated
        && (constraint.IsLocal || table.IsPartition || table.Parents.Any(parent => parent.Columns.Values.Any(other =>
            other.Name == column.Name && other.NotNullConstraint is { IsValidated: false })));
}
