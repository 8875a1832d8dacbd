using System.Text.RegularExpressions;
using DbSafety.Core.Errors;

namespace DbSafety.Cli.Packaging;

/// <summary>What a package says of the module, as the module's manifest says it.</summary>
internal sealed partial class ModuleManifest
{
    /// <summary>The module's name, and the package's.</summary>
    public const string Name = "DbSafety";

    private readonly string _text;

    private ModuleManifest(string path, string text)
    {
        Path = path;
        _text = text;
    }

    /// <summary>Its file.</summary>
    public string Path { get; }

    public string Version => Require("ModuleVersion");

    public string Author => Require("Author");

    public string CompanyName => Require("CompanyName");

    public string Copyright => Require("Copyright");

    public string Description => Require("Description");

    public string LicenseUri => Require("LicenseUri");

    public string ReleaseNotes => Require("ReleaseNotes");

    public IReadOnlyList<string> Cmdlets => List("CmdletsToExport");

    public IReadOnlyList<string> Tags => List("Tags");

    /// <summary>The files that the module begins with.</summary>
    public IReadOnlyList<string> Files => [Require("RootModule"), .. List("FormatsToProcess"), .. List("TypesToProcess")];

    public static ModuleManifest Read(string path) => new(path, File.ReadAllText(path));

    /// <summary>The string of a key; null where the manifest does not have it.</summary>
    public string? Find(string key)
    {
        var found = Regex.Match(_text, $@"^\s*{key}\s*=\s*'((?:[^']|'')*)'", RegexOptions.Multiline);
        return found.Success ? found.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal) : null;
    }

    private string Require(string key) => Find(key) ?? throw new DbSafetyException("PackageManifestIncomplete", ErrorKind.InvalidProject, $"{Path} has no {key}.")
    {
        State = "Nothing was packed.",
        NextStep = $"Add {key} = '…' to DbSafety.psd1; the PowerShell Gallery wants it.",
    };

    private IReadOnlyList<string> List(string key)
    {
        var list = Regex.Match(_text, $@"^\s*{key}\s*=\s*@\((.*?)\)", RegexOptions.Multiline | RegexOptions.Singleline);
        return [.. Quoted().Matches(list.Groups[1].Value).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
