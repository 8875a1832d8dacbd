namespace DbSafety.Engine.Schema.Differences;

/// <summary>Tells the lines in which two definitions of one object differ.</summary>
internal static class DefinitionChange
{
    /// <summary>What only the first has, with a minus before it, and what only the second has, with a plus, in the order of the text.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var left = Split(expected);
        var right = Split(actual);
        var lines = LineDifference.Between(left, right);
        // The same lines in another order: only their place differs.
        var removed = lines.Where(line => line.Mark == '-').Select(line => line.Text).Order(StringComparer.Ordinal);
        var added = lines.Where(line => line.Mark == '+').Select(line => line.Text).Order(StringComparer.Ordinal);
        return removed.SequenceEqual(added, StringComparer.Ordinal)
            ? ["The same lines in another order.", .. lines.Select(line => line.ToString())]
            : [.. lines.Select(line => line.ToString())];
    }

    /// <summary>The statements that only one of the two has.</summary>
    public static IEnumerable<string> Statements(IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        expected.Except(actual, StringComparer.Ordinal).Concat(actual.Except(expected, StringComparer.Ordinal));

    // A comma that comes or goes with the line after it is no difference of this line.
    private static string[] Split(IReadOnlyList<string> definition) =>
        [.. definition.SelectMany(statement => statement.Split('\n')).Select(line => line.TrimEnd().TrimEnd(','))];
}
