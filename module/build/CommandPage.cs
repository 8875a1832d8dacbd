namespace DbSafety.Module;

/// <summary>The written page of a cmdlet: what its attributes do not say.</summary>
/// <param name="Description">Paragraphs.</param>
/// <param name="Examples">In the order of the page.</param>
/// <param name="Related">Names of other commands and topics.</param>
internal sealed record CommandPage(IReadOnlyList<string> Description, IReadOnlyList<CommandExample> Examples, IReadOnlyList<string> Related)
{
    private const string ExampleHeading = "## Example: ";
    private const string RelatedHeading = "## Related";

    /// <summary>Reads a page: a title, paragraphs, sections of examples with one block of code each, and a list of related names.</summary>
    /// <exception cref="InvalidDataException">The page is missing or of another form.</exception>
    public static CommandPage Read(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"{Path.GetFileName(path)} is missing: every cmdlet has a page with its description and examples.");

        var description = new List<string>();
        var examples = new List<CommandExample>();
        var related = new List<string>();
        foreach (var section in Sections(File.ReadAllLines(path)))
        {
            var heading = section[0];
            if (heading.StartsWith(ExampleHeading, StringComparison.Ordinal))
                examples.Add(CommandExample.Read(heading[ExampleHeading.Length..], section.Skip(1)));
            else if (heading == RelatedHeading)
                related.AddRange(section.Skip(1).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim()));
            else if (heading.StartsWith("# ", StringComparison.Ordinal))
                description.AddRange(Paragraphs(section.Skip(1)));
            else
                throw new InvalidDataException($"{Path.GetFileName(path)}: '{heading}' is neither the title, '{ExampleHeading}…' nor '{RelatedHeading}'.");
        }

        return new CommandPage(description, examples, related);
    }

    /// <summary>Blocks of lines between empty ones, each as one line of running text; the items of a list, and indented lines that are none of its, keep their breaks.</summary>
    internal static IEnumerable<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraph = "";
        foreach (var line in lines.Append(""))
        {
            if (line.Length > 0)
            {
                var continues = line.StartsWith("  ", StringComparison.Ordinal) && !line.StartsWith("   ", StringComparison.Ordinal)
                    && paragraph[(paragraph.LastIndexOf('\n') + 1)..].StartsWith("- ", StringComparison.Ordinal);
                var breaks = !continues && (line[0] == ' ' || line.StartsWith("- ", StringComparison.Ordinal));
                paragraph += paragraph.Length == 0 ? line : (breaks ? "\n" : " ") + (continues ? line.Trim() : line);
            }
            else if (paragraph.Length > 0)
            {
                yield return paragraph.Replace("`", "", StringComparison.Ordinal);
                paragraph = "";
            }
        }
    }

    private static IEnumerable<List<string>> Sections(string[] lines)
    {
        var section = new List<string>();
        var inCode = false;
        foreach (var line in lines)
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inCode && line.StartsWith('#') && section.Count > 0)
            {
                yield return section;
                section = [];
            }

            section.Add(line);
        }

        if (section.Count > 0)
            yield return section;
    }
}
