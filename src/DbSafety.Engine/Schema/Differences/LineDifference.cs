namespace DbSafety.Engine.Schema.Differences;

/// <summary>Compares two texts line by line: the longest common subsequence stays, the rest is told.</summary>
internal static class LineDifference
{
    // The table of the algorithm grows with the product of the lengths; what differs in thousands of lines nobody reads line by line.
    private const int MostLines = 2000;

    public static IReadOnlyList<DifferingLine> Between(string[] left, string[] right)
    {
        var start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start])
            start++;
        var (leftEnd, rightEnd) = (left.Length, right.Length);
        while (leftEnd > start && rightEnd > start && left[leftEnd - 1] == right[rightEnd - 1])
            (leftEnd, rightEnd) = (leftEnd - 1, rightEnd - 1);
        var one = left[start..leftEnd];
        var other = right[start..rightEnd];
        if (one.Length > MostLines || other.Length > MostLines)
            return [.. one.Select(line => new DifferingLine('-', line)), .. other.Select(line => new DifferingLine('+', line))];
        return Walk(one, other, Lengths(one, other));
    }

    /// <summary>The length of the longest common subsequence from each pair of places on.</summary>
    private static int[,] Lengths(string[] left, string[] right)
    {
        var lengths = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
            for (var j = right.Length - 1; j >= 0; j--)
                lengths[i, j] = left[i] == right[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        return lengths;
    }

    private static List<DifferingLine> Walk(string[] left, string[] right, int[,] lengths)
    {
        var lines = new List<DifferingLine>();
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
                (i, j) = (i + 1, j + 1);
            else if (i < left.Length && (j == right.Length || lengths[i + 1, j] >= lengths[i, j + 1]))
                lines.Add(new DifferingLine('-', left[i++]));
            else
                lines.Add(new DifferingLine('+', right[j++]));
        }

        return lines;
    }
}
