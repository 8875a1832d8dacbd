using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// The word at the end of a file's name that says which way its script goes: <c>0001_a.up</c>, <c>0001_a_down</c>, <c>0001.a.rollback</c>.
/// </summary>
internal static partial class DirectionSuffix
{
    /// <summary>The name without the word, and the way; null where no word stands at its end.</summary>
    public static (string Base, bool Up)? Read(string stem)
    {
        var match = Word().Match(stem);
        return match.Success ? (match.Groups[1].Value, match.Groups[2].Success) : null;
    }

    // After a dash or an underscore only the words that hardly end a description: "0007_add_undo.sql" is a migration of its own.
    [GeneratedRegex(@"^(.+?)(?:\.(?:(up|do|deploy|apply|forward)|(?:down|undo|revert|rollback|backward))|[_-](?:(?<2>up)|(?:down|rollback)))$", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
