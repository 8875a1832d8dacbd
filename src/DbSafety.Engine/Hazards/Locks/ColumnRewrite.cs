using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>Why adding a column writes every row of the table.</summary>
internal static class ColumnRewrite
{
    /// <summary>The rule that says so, with the reason; null where the column costs nothing.</summary>
    public static (string Rule, string Why)? Reason(ColumnForm column, SymbolTable symbols)
    {
        if (column.Type.IsSerial)
            return ("LK19", $"{column.Type.Name} has a default of nextval(), which gives each row a value of its own");
        if (column.IsIdentity)
            return ("LK19", "an identity column gives each row a value of its own");
        if (column.Generated is not null && !IsVirtual(column, symbols))
            return ("LK20", "a stored generated column is computed and written for each row");
        if (Volatility.VolatileFunction(column.Default, symbols) is { } function)
            return ("LK18", $"{function}() is volatile, or not known not to be, so each row gets a value of its own");
        if (column.Default is not null && symbols.IsConstrainedDomain(column.Type.Name) && !IsVirtual(column, symbols))
            return ("LK18", $"the domain {column.Type.Name} has a constraint, which is checked for each row");
        return null;
    }

    // From 18 on, GENERATED ALWAYS AS (…) with neither word is virtual; before that, virtual is an error of its own.
    private static bool IsVirtual(ColumnForm column, SymbolTable symbols) =>
        column.IsVirtual ?? (column.Generated is not null && symbols.Target is { ServerVersion: >= 180000 });
}
