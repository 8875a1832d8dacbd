using System.Text;
using DbSafety.Engine.Schema.Differences;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Exporting;

/// <summary>Writes entries into a file of an exported folder, and reads them back. A comment that names the object leads its statements.</summary>
internal static class EntryText
{
    /// <summary>The first line of every file: by it an export knows its own.</summary>
    public const string Mark = "-- Written by DbSafety: the next export overwrites changes.";

    private const string Lead = "-- object: ";

    public static string Write(IEnumerable<SchemaEntry> entries)
    {
        var text = new StringBuilder(Mark).Append('\n');
        foreach (var entry in entries)
        {
            text.Append('\n').Append(Lead).Append(Escape(entry.Identity)).Append('\n');
            foreach (var statement in entry.Definition ?? [])
                text.Append(statement).Append(";\n");
        }

        return text.ToString();
    }

    /// <summary>The entries of a file; line ends are LF afterwards, since version control may have changed them.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">It is no SQL that can be divided into statements.</exception>
    public static IReadOnlyList<SchemaEntry> Read(string text, string path, string schema)
    {
        var entries = new List<(string Identity, List<string> Statements)>();
        foreach (var statement in SqlScript.Parse(EvenLines(text), path).Statements)
        {
            foreach (var comment in statement.LeadingComments.Where(comment => comment.StartsWith(Lead, StringComparison.Ordinal)))
                entries.Add((Unescape(comment[Lead.Length..].TrimEnd('\n')), []));
            if (entries.Count > 0)
                entries[^1].Statements.Add(statement.Text);
        }

        var first = entries.Count > 0 ? entries[0].Identity : null;
        return [.. entries.Select((entry, place) => new SchemaEntry(entry.Identity, KindWords.Parse(entry.Identity, entry.Statements), SchemaFingerprint.Of(entry.Identity, entry.Statements))
        {
            Schema = schema.Length == 0 ? null : schema,
            Table = place > 0 && KindWords.IsRelation(KindWords.Parse(first!, [])) ? first : null,
            Definition = entry.Statements,
        })];
    }

    /// <summary>The entry as a file holds it: to be compared with one that was read.</summary>
    public static SchemaEntry AsWritten(SchemaEntry entry) => entry with
    {
        Definition = [.. (entry.Definition ?? []).Select(statement => EvenLines(statement).Trim())],
    };

    private static string EvenLines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string Escape(string identity) =>
        identity.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static string Unescape(string text)
    {
        var identity = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            identity.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] switch { 'n' => '\n', 'r' => '\r', var other => other } : text[i]);
        return identity.ToString();
    }
}
