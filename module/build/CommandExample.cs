namespace DbSafety.Module;

/// <summary>One example of a cmdlet.</summary>
internal sealed record CommandExample(string Title, string Code, IReadOnlyList<string> Remarks)
{
    /// <summary>Reads the lines under an example's heading.</summary>
    public static CommandExample Read(string title, IEnumerable<string> lines)
    {
        var code = new List<string>();
        var remarks = new List<string>();
        var inCode = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            else
                (inCode ? code : remarks).Add(line);
        }

        return new CommandExample(title.Trim(), string.Join('\n', code), [.. CommandPage.Paragraphs(remarks)]);
    }
}
