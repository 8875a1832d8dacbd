using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Yaml;

/// <summary>Shows parts of a file in messages only where they cannot be a secret that slipped to the wrong place.</summary>
internal static partial class Safe
{
    /// <summary>The key in quotes; "this key" where it does not look like one.</summary>
    public static string Key(string key) => Name().IsMatch(key) ? $"'{key}'" : "this key";

    /// <summary>The value in quotes; "this value" where it is more than a short word.</summary>
    public static string Word(string value) => Name().IsMatch(value) ? $"'{value}'" : "this value";

    [GeneratedRegex(@"^[A-Za-z0-9_.\- ]{1,40}$")]
    private static partial Regex Name();
}
