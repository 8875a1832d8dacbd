using System.Text.RegularExpressions;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>What names in a runbook look like.</summary>
internal static partial class RunbookNames
{
    public static bool IsName(string name) => name.Length <= 64 && Name().IsMatch(name);

    /// <summary>The id of a step, the name of an input, of a field.</summary>
    public static bool IsIdentifier(string name) => name.Length <= 64 && Identifier().IsMatch(name);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*$")]
    private static partial Regex Identifier();
}
