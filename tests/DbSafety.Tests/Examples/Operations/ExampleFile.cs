using System.Text.RegularExpressions;
using DbSafety.Tests.PowerShell;

namespace DbSafety.Tests.Examples.Operations;

/// <summary>The files of the examples, as they stand.</summary>
internal static class ExampleFile
{
    public static string Path(string name) => System.IO.Path.Combine([StagedModule.Repository, "examples", .. name.Split('/')]);

    public static string Read(string name) => File.ReadAllText(Path(name)).ReplaceLineEndings("\n");

    /// <summary>The lines of all blocks of a language in a page, in their order.</summary>
    public static IReadOnlyList<string> Blocks(string name, string language) =>
        [.. Regex.Matches(Read(name), $"(?s)```{language}\n(.*?)\n```").SelectMany(block => block.Groups[1].Value.Split('\n'))];
}
