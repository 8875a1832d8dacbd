using System.Text.RegularExpressions;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>Whether PostgreSQL (12 and later) knows without looking that a column holds no NULL.</summary>
internal static partial class NotNullProof
{
    /// <summary>The column is NOT NULL already, or a valid CHECK (column IS NOT NULL) proves it.</summary>
    public static bool Exists(TableSymbol table, string column) =>
        table.Columns.GetValueOrDefault(column)?.NotNull == true
        || table.Constraints.Values.Any(constraint => constraint is { Kind: ConstraintKind.Check, Valid: true, Expression: { } expression } && Proves(expression, column))
        || table.Constraints.Values.Any(constraint => constraint is { Kind: ConstraintKind.NotNull, Valid: true } && constraint.Columns.Contains(column));

    /// <summary>The columns of a primary key for which nothing proves it.</summary>
    public static IReadOnlyList<string> Missing(ConstraintForm constraint, TableSymbol table)
    {
        if (constraint.Kind != ConstraintKind.PrimaryKey)
            return [];
        var columns = constraint.UsingIndex is { } used && table.Indexes.TryGetValue(used, out var index) ? index.Columns : constraint.Columns;
        return [.. columns.Where(column => column.Length > 0 && !Exists(table, column))];
    }

    private static bool Proves(string expression, string column) =>
        Conjunct().Matches(expression).Any(match => match.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal).Trim('"') == column)
        && !expression.Contains(" OR ", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""("(?:[^"]|"")+"|\w+)\)?\s+IS\s+NOT\s+NULL""", RegexOptions.IgnoreCase)]
    private static partial Regex Conjunct();
}
