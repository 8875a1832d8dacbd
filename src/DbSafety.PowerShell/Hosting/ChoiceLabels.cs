namespace DbSafety.PowerShell.Hosting;

/// <summary>Gives each choice of a question a key of its own, which PowerShell marks with an ampersand.</summary>
internal static class ChoiceLabels
{
    public static IReadOnlyList<string> For(IReadOnlyList<string> choices)
    {
        var taken = new HashSet<char>();
        return [.. choices.Select(choice => Label(choice.Replace("&", "", StringComparison.Ordinal), taken))];
    }

    private static string Label(string choice, HashSet<char> taken)
    {
        for (var i = 0; i < choice.Length; i++)
        {
            if (char.IsLetterOrDigit(choice[i]) && taken.Add(char.ToUpperInvariant(choice[i])))
                return choice.Insert(i, "&");
        }

        return choice;
    }
}
