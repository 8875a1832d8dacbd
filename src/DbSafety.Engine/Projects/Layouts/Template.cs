using System.Reflection;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The texts of new files, which are kept as resources beside this class.</summary>
internal static class Template
{
    /// <summary>The text of a migration's script.</summary>
    public static string Render(string name, string id, string description) =>
        Read(name).Replace("{{id}}", id, StringComparison.Ordinal).Replace("{{description}}", OneLine(description), StringComparison.Ordinal);

    /// <summary>The text as it is kept.</summary>
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"DbSafety.Engine.Projects.Templates.{name}.template")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    // It stands in a comment: a second line would be SQL.
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
