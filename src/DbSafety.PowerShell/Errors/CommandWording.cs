using System.Globalization;
using System.Text.RegularExpressions;
using DbSafety.Core.Commands;

namespace DbSafety.PowerShell.Errors;

/// <summary>Advice of the engine names the command line; here it names the cmdlets and their parameters.</summary>
internal static partial class CommandWording
{
    /// <summary>Turns <c>dbsafety backup --data-only</c> into <c>New-LogicalBackup -DataOnly</c>.</summary>
    public static string ForPowerShell(string text)
    {
        var commands = ConsoleCommand().Replace(text, match => CommandCatalog.Find(match.Groups[1].Value)?.Name ?? match.Value);
        return ConsoleOption().Replace(commands, match => "-" + Pascal(match.Groups[1].Value));
    }

    private static string Pascal(string kebab) =>
        string.Concat(kebab.Split('-').Select(word => word[..1].ToUpper(CultureInfo.InvariantCulture) + word[1..]));

    [GeneratedRegex(@"\bdbsafety ([A-Za-z]+(?:-[A-Za-z]+)?)\b")]
    private static partial Regex ConsoleCommand();

    [GeneratedRegex(@"(?<=^|[\s'""(`])--([a-z]+(?:-[a-z]+)*)\b")]
    private static partial Regex ConsoleOption();
}
