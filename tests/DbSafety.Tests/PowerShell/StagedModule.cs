using System.Reflection;
using System.Text.RegularExpressions;

namespace DbSafety.Tests.PowerShell;

/// <summary>The module as the build staged it, and its sources.</summary>
internal static partial class StagedModule
{
    public static string Repository { get; } = FindRepository();

    public static string Folder { get; } = Path.Combine(Repository, "module", "bin", "DbSafety");

    public static string File(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>The strings of a list in a module manifest.</summary>
    public static IReadOnlyList<string> List(string manifest, string key)
    {
        var list = Regex.Match(manifest, $@"^\s*{key}\s*=\s*@\((.*?)\)", RegexOptions.Multiline | RegexOptions.Singleline);
        return [.. Quoted().Matches(list.Groups[1].Value).Select(match => match.Groups[1].Value)];
    }

    /// <summary>One string of a module manifest.</summary>
    public static string Value(string manifest, string key) =>
        Regex.Match(manifest, $@"^\s*{key}\s*=\s*'([^']*)'", RegexOptions.Multiline).Groups[1].Value;

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "DbSafety.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
