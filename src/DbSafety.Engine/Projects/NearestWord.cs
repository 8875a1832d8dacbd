namespace DbSafety.Engine.Projects;

/// <summary>Finds the word that a person most likely meant.</summary>
public static class NearestWord
{
    // Nobody mistypes a name at this length; what is so long is no name at all.
    private const int Longest = 100;

    /// <summary>The nearest of the words; null where none is near enough to be meant.</summary>
    public static string? Find(string written, IEnumerable<string> words)
    {
        if (written.Length > Longest)
            return null;
        var best = words.Select(word => (word, distance: Distance(Fold(written), Fold(word)))).OrderBy(pair => pair.distance).FirstOrDefault();
        // A third of the letters may be wrong: "enviroment" is near, "host" is not near "name".
        return best.word is not null && best.distance <= Math.Max(1, best.word.Length / 3) ? best.word : null;
    }

    /// <summary>"Did you mean 'x'? " with a space at its end, or nothing.</summary>
    public static string DidYouMean(string written, IEnumerable<string> words) =>
        Find(written, words) is { } word ? $"Did you mean '{word}'? " : "";

    // lock_timeout, lock-timeout and LockTimeout are all lockTimeout.
    private static string Fold(string word) => string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Damerau's distance with neighbouring letters swapped, by rows.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                var best = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[left.Length, right.Length];
    }
}
