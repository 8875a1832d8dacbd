using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Reads the order of the changes from a <c>sqitch.plan</c>.</summary>
internal static partial class SqitchPlan
{
    /// <summary>
    /// The changes in order, each with the names that its scripts may have, the likeliest first. A change that is planned again after a tag
    /// (Sqitch calls it reworked) has its earlier scripts under <c>name@tag</c>: one of the tags between the two, and most often the last.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string path, LayoutFolders folders)
    {
        var changes = new List<IReadOnlyList<string>>();
        var latest = new Dictionary<string, int>(StringComparer.Ordinal);
        // Each with the change that it stands after.
        var tags = new List<(string Name, int After)>();
        var number = 0;
        foreach (var line in ScriptFiles.ReadText(path).Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] is '#' or '%')
                continue;
            if (line[0] == '@')
            {
                tags.Add((Tag().Match(line).Value, changes.Count - 1));
                continue;
            }

            var match = Change().Match(line);
            if (!match.Success)
                throw LayoutErrors.FormInvalid(path, number, "This is neither a change nor a tag.", "Mend the plan with Sqitch.", folders);
            if (match.Groups[1].Value == "-")
                throw LayoutErrors.FormInvalid(path, number, "The plan reverts a change, which is not done here.", "Take the line out with Sqitch, or leave this plan to it.", folders);
            var name = match.Groups[2].Value;
            if (latest.TryGetValue(name, out var before))
            {
                changes[before] = [.. tags.Where(tag => tag.After >= before).Reverse().Select(tag => name + tag.Name)];
                if (changes[before].Count == 0)
                    throw LayoutErrors.FormInvalid(path, number, $"The change {name} is planned twice without a tag between.", "Mend the plan with Sqitch.", folders);
            }

            latest[name] = changes.Count;
            changes.Add([name]);
        }

        return changes;
    }

    [GeneratedRegex(@"^@[^\s#]+")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^([+-])?\s*([^\s\[@#+-][^\s\[@#]*)(?:\s|$)")]
    private static partial Regex Change();
}
