using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Reads the order of the changes from a <c>sqitch.plan</c>.</summary>
internal static partial class SqitchPlan
{
    /// <summary>
    /// The script names of the changes, in order. A change that is planned again after a tag (Sqitch calls it reworked) has its earlier
    /// scripts under <c>name@tag</c>, after the last tag before the rework.
    /// </summary>
    public static IReadOnlyList<string> Read(string path, LayoutFolders folders)
    {
        var changes = new List<string>();
        var latest = new Dictionary<string, int>(StringComparer.Ordinal);
        string? tag = null;
        var number = 0;
        foreach (var line in ScriptFiles.ReadText(path).Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] is '#' or '%')
                continue;
            if (line[0] == '@')
            {
                tag = Tag().Match(line).Value;
                continue;
            }

            var match = Change().Match(line);
            if (!match.Success)
                throw LayoutErrors.FormInvalid(path, number, "This is neither a change nor a tag.", "Mend the plan with Sqitch.", folders);
            if (match.Groups[1].Value == "-")
                throw LayoutErrors.FormInvalid(path, number, "The plan reverts a change, which is not done here.", "Take the line out with Sqitch, or leave this plan to it.", folders);
            var name = match.Groups[2].Value;
            if (latest.TryGetValue(name, out var before))
                changes[before] = tag is null ? throw LayoutErrors.FormInvalid(path, number, $"The change {name} is planned twice without a tag between.", "Mend the plan with Sqitch.", folders) : name + tag;
            latest[name] = changes.Count;
            changes.Add(name);
        }

        return changes;
    }

    [GeneratedRegex(@"^@[^\s#]+")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^([+-])?\s*([^\s\[@#+-][^\s\[@#]*)(?:\s|$)")]
    private static partial Regex Change();
}
