namespace DbSafety.Cli.Arguments;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class Suggestions
{
    /// <summary>The nearest name, if it is near: at most a third of its letters away, or begun with the same words.</summary>
    public static string? Nearest(string text, IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var best = all.Select(name => (Name: name, Distance: Distance(text.ToLowerInvariant(), name.ToLowerInvariant()))).MinBy(pair => pair.Distance);
        if (best.Name is not null && best.Distance <= Math.Max(1, best.Name.Length / 3))
            return best.Name;
        return text.Length >= 3 ? all.Find(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;
    }

    // Edits with swapped neighbours as one: "bakcup" is one slip of the fingers.
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var same = one[i - 1] == other[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[one.Length, other.Length];
    }
}
