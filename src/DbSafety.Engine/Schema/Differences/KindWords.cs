using System.Text;

namespace DbSafety.Engine.Schema.Differences;

/// <summary>Kinds of objects in words.</summary>
public static class KindWords
{
    /// <summary>The kind as it stands in a sentence: <c>materialized view</c>.</summary>
    public static string Of(SchemaObjectKind kind)
    {
        var words = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
