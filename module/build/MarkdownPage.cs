using System.Text;

namespace DbSafety.Module;

/// <summary>The page of a cmdlet in Markdown, for reading without PowerShell: what its written page says, with what its class declares.</summary>
internal static class MarkdownPage
{
    public static string Of(CommandHelp help)
    {
        var face = help.Face;
        var page = new StringBuilder($"# {face.Name}\n\n{face.Definition.Command.Summary}\n");
        if (face.Definition.Command.ShortName is { } name)
            page.Append($"\nOn the command line: `dbsafety {name}`.\n");
        page.Append($"\n## Syntax\n\n```powershell\n{Syntax(face)}\n```\n\n## Description\n");
        foreach (var paragraph in help.Page.Description)
            page.Append($"\n{Safe(paragraph)}\n");
        page.Append("\n## Examples\n");
        foreach (var example in help.Page.Examples)
        {
            page.Append($"\n### {example.Title}\n\n```powershell\n{example.Code}\n```\n");
            foreach (var remark in example.Remarks)
                page.Append($"\n{Safe(remark)}\n");
        }

        page.Append("\n## Parameters\n");
        foreach (var parameter in face.Parameters)
            page.Append($"\n### -{parameter.Name}\n\n{Safe(parameter.Help)}\n\n{string.Join("; ", Facts(parameter))}.\n");
        page.Append("\n## Output\n\n");
        foreach (var type in face.Outputs)
            page.Append($"- `{type.FullName}`\n");
        page.Append("\n## Related\n\n");
        foreach (var link in help.Page.Related)
            page.Append(link.StartsWith("about_", StringComparison.Ordinal) ? $"- [{link}](../../module/en-US/{link}.help.txt)\n" : $"- [{link}]({link}.md)\n");
        return page.ToString();
    }

    /// <summary>The list of all pages.</summary>
    public static string Index(IEnumerable<CommandHelp> commands)
    {
        var page = new StringBuilder("""
            # Cmdlets

            The same as `Get-Help`, made from the same words. `Get-Help <name> -Examples` shows the examples in a session.

            | cmdlet | what it does |
            |---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var help in commands)
            page.Append($"| [{help.Face.Name}]({help.Face.Name}.md) | {Safe(help.Face.Definition.Command.Summary).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        return page.ToString();
    }

    private static string Syntax(CmdletFace face)
    {
        var line = new StringBuilder(face.Name);
        var indent = new string(' ', 4);
        var length = line.Length;
        foreach (var word in face.Parameters.Select(Word).Append("[<CommonParameters>]"))
        {
            if (length + word.Length + 1 > 110)
            {
                line.Append('\n').Append(indent);
                length = indent.Length;
            }
            else
            {
                line.Append(' ');
                length++;
            }

            line.Append(word);
            length += word.Length;
        }

        return line.ToString();
    }

    private static string Word(ParameterFace parameter)
    {
        var name = parameter.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        var word = parameter.IsSwitch ? name : $"{name} <{MamlWriter.TypeName(parameter.ValueType)}>";
        return parameter.Mandatory ? word : $"[{word}]";
    }

    private static IEnumerable<string> Facts(ParameterFace parameter)
    {
        yield return parameter.IsSwitch ? "Switch" : $"Type `{MamlWriter.TypeName(parameter.ValueType)}`";
        if (parameter.Mandatory)
            yield return "required";
        if (parameter.Position is { } position)
            yield return $"position {position}";
        if (parameter.FromValue || parameter.FromProperty)
            yield return $"from the pipeline by {(parameter.FromValue, parameter.FromProperty) switch { (true, true) => "value or property name", (true, false) => "value", _ => "property name" }}";
        if (parameter.Aliases.Count > 0)
            yield return $"alias {string.Join(", ", parameter.Aliases.Select(alias => $"`{alias}`"))}";
        if (parameter.ValueType.IsEnum)
            yield return $"one of {string.Join(", ", Enum.GetNames(parameter.ValueType).Select(name => $"`{name}`"))}";
    }

    private static string Safe(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal);
}
