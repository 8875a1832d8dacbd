using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>What a change of a column's type makes PostgreSQL do.</summary>
internal static class TypeChange
{
    /// <summary>True where the table is written anew; also where the old type is not known.</summary>
    /// <param name="isUtc">The session's time zone is UTC, where timestamp and timestamptz have the same bytes.</param>
    public static bool Rewrites(TypeForm? before, TypeForm after, string? usingExpression, string column, bool isUtc)
    {
        if (before is null || before.Name.Length == 0)
            return true;
        if (!IsPlain(usingExpression, column))
            return true;
        if (before.IsArray != after.IsArray)
            return true;
        if (before.Name == after.Name)
            return !IsWider(before, after);
        return (before.Name, after.Name) switch
        {
            ("character varying", "text") or ("text", "character varying") => after.Modifiers.Count > 0,
            ("cidr", "inet") => false,
            ("timestamp without time zone", "timestamp with time zone") or ("timestamp with time zone", "timestamp without time zone") =>
                !isUtc || !IsWider(before, after),
            _ => true,
        };
    }

    // USING x::type casts as the change would without it.
    private static bool IsPlain(string? expression, string column)
    {
        if (expression is null)
            return true;
        var text = expression.Replace("\"", "", StringComparison.Ordinal).Trim();
        return text.Equals(column, StringComparison.OrdinalIgnoreCase) || text.StartsWith(column + "::", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith(column + " ::", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWider(TypeForm before, TypeForm after)
    {
        if (before.Modifiers.SequenceEqual(after.Modifiers))
            return true;
        if (before.Name is "character" or "bit")
            return false;
        if (after.Modifiers.Count == 0)
            return true;
        if (before.Name == "numeric")
            return before.Modifiers.Count > 0 && after.Modifiers[0] >= before.Modifiers[0] && after.Modifiers.ElementAtOrDefault(1) == before.Modifiers.ElementAtOrDefault(1);
        // Six digits are all that a time has, whether they are written or not.
        if (before.Modifiers.Count == 0)
            return before.Name.StartsWith("time", StringComparison.Ordinal) && after.Modifiers[0] == 6;
        return after.Modifiers[0] >= before.Modifiers[0];
    }
}
