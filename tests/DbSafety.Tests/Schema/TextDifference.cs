using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>Compares long texts and says which lines differ.</summary>
internal static class TextDifference
{
    public static void AssertEqual(string expected, string actual)
    {
        if (expected == actual)
            return;
        var left = expected.Split('\n');
        var right = actual.Split('\n');
        var missing = Subtract(left, right).Select(line => "- " + line);
        var added = Subtract(right, left).Select(line => "+ " + line);
        var differences = missing.Concat(added).Take(80).ToList();
        if (differences.Count == 0)
        {
            var first = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
            differences.Add($"The lines are the same in another order, from line {first}: {left[first]} / {right[first]}");
        }

        Assert.Fail(string.Join('\n', differences));
    }

    private static IEnumerable<string> Subtract(IEnumerable<string> from, IEnumerable<string> other)
    {
        var left = other.CountBy(line => line).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var line in from)
        {
            if (left.GetValueOrDefault(line) > 0)
                left[line]--;
            else
                yield return line;
        }
    }
}
