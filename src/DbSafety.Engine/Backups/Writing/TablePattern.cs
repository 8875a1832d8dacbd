using System.Text;
using System.Text.RegularExpressions;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// A table's name as people write it: an optional schema, a dot, a name; <c>*</c> and <c>?</c> match; double quotes keep dots, stars
/// and upper case as they are, as in SQL. A name that exists exactly as written is meant even without quotes.
/// </summary>
public sealed class TablePattern
{
    private readonly (string Exact, Regex Match)? _schema;
    private readonly (string Exact, Regex Match) _name;

    public TablePattern(string text)
    {
        Text = text;
        var parts = Split(text);
        _name = Part(parts[^1]);
        _schema = parts.Count > 1 ? Part(string.Join('.', parts.Take(parts.Count - 1))) : null;
        HasWildcard = parts.Any(part => !part.Contains('"', StringComparison.Ordinal) && part.IndexOfAny(['*', '?']) >= 0);
    }

    /// <summary>What was written.</summary>
    public string Text { get; }

    /// <summary>It can mean several tables.</summary>
    public bool HasWildcard { get; }

    /// <summary>It names a schema.</summary>
    public bool HasSchema => _schema is not null;

    /// <summary>True when it means this table, whichever schema it is in where none is named.</summary>
    public bool Matches(TableName table) =>
        Matches(_name, table.Name) && (_schema is not { } schema || Matches(schema, table.Schema));

    /// <summary>True when it is the table's name letter by letter.</summary>
    public bool IsExactly(TableName table) =>
        _name.Exact == table.Name && (_schema is not { } schema || schema.Exact == table.Schema);

    private static bool Matches((string Exact, Regex Match) part, string name) => part.Exact == name || part.Match.IsMatch(name);

    private static (string, Regex) Part(string text)
    {
        var exact = new StringBuilder();
        var match = new StringBuilder("^");
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                i++;
            else if (letter == '"')
            {
                quoted = !quoted;
                continue;
            }

            exact.Append(letter);
            match.Append(letter switch
            {
                '*' when !quoted => ".*",
                '?' when !quoted => ".",
                _ => Regex.Escape(quoted ? letter.ToString() : char.ToLowerInvariant(letter).ToString()),
            });
        }

        return (exact.ToString(), new Regex(match.Append('$').ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant));
    }

    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            if (text[i] != '.' || quoted)
                continue;
            parts.Add(text[start..i]);
            start = i + 1;
        }

        parts.Add(text[start..]);
        return parts;
    }
}
