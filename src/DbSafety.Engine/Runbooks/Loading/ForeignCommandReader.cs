using System.Text.RegularExpressions;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads the header's list of commands from outside the module: names, and script files with their SHA-256.</summary>
internal static partial class ForeignCommandReader
{
    public static IReadOnlyList<ForeignCommand> Read(YamlValues root)
    {
        if (root.Node("commands") is not { } node)
            return [];
        if (node is not YamlList list)
        {
            root.Invalid(node, "commands must be a list of the commands from outside of DbSafety that the runbook uses.", "Write commands: [Stop-Service], and a script file as - scripts/notify.ps1: <its SHA-256>");
            return [];
        }

        return [.. list.Items.Select(item => Command(item, root)).OfType<ForeignCommand>()];
    }

    private static ForeignCommand? Command(YamlNode item, YamlValues root)
    {
        var place = new SourcePlace(item.Line, item.Column);
        switch (item)
        {
            case YamlScalar { IsNull: false } name when !ForeignCommand.IsFileName(name.Value):
                return new ForeignCommand(name.Value, null, place);
            case YamlMap { Entries: [{ Key: var file, Value: YamlScalar digest }] } when ForeignCommand.IsFileName(file.Value) && Digest().IsMatch(digest.Value):
                return new ForeignCommand(file.Value, digest.Value.ToLowerInvariant(), place);
            case YamlScalar:
                root.Invalid(item, "A script file is named with the SHA-256 of its bytes, so that it is the one that was reviewed.", "Write - scripts/notify.ps1: <64 hex digits>; sha256sum or Get-FileHash gives them.");
                return null;
            default:
                root.Invalid(item, "This is neither a command's name nor a script file with its SHA-256.", "Write - Stop-Service, or - scripts/notify.ps1: <64 hex digits>.");
                return null;
        }
    }

    [GeneratedRegex("^[0-9A-Fa-f]{64}$")]
    private static partial Regex Digest();
}
