using System.Text;
using DbSafety.Core.Errors;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Makes the words of a file name.</summary>
internal static class Slug
{
    private const int Longest = 80;

    /// <summary>Lower-case letters and digits of any script, with underscores between the words.</summary>
    public static string Of(string description)
    {
        var slug = new StringBuilder();
        foreach (var rune in description.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                slug.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (slug.Length > 0 && slug[^1] != '_')
                slug.Append('_');
        }

        var text = slug.ToString().Trim('_');
        if (text.Length > Longest)
            text = Cut(text);
        return text.Length > 0 ? text : throw new DbSafetyException("DescriptionInvalid", ErrorKind.InvalidArgument,
            "The description holds no letter and no digit, so no file name can be made from it.")
        {
            State = "Nothing was changed.",
            NextStep = "Say in a few words what the migration does, such as: dbsafety new \"add price to products\"",
        };
    }

    // At the end of a word where one ends near; a file name of many file systems ends at 255 bytes.
    private static string Cut(string text)
    {
        var end = text.LastIndexOf('_', Longest);
        return text[..(end > Longest / 2 ? end : char.IsLowSurrogate(text[Longest]) ? Longest - 1 : Longest)];
    }
}
