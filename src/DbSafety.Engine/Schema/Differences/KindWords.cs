using System.Text;

namespace DbSafety.Engine.Schema.Differences;

/// <summary>Kinds of objects in words.</summary>
public static class KindWords
{
    // What identities begin with where that is not the kind's own name; the longer of two that begin alike first.
    private static readonly (string Words, SchemaObjectKind Kind)[] Leads =
    [
        .. new (string, SchemaObjectKind)[]
        {
            ("server ", SchemaObjectKind.ForeignServer), ("privileges on ", SchemaObjectKind.SystemPrivileges), ("access method ", SchemaObjectKind.AccessMethod),
        },
        .. Enum.GetValues<SchemaObjectKind>().Select(kind => (Of(kind) + " ", kind)).OrderByDescending(pair => pair.Item1.Length),
    ];

    /// <summary>The kind as it stands in a sentence: <c>materialized view</c>.</summary>
    public static string Of(SchemaObjectKind kind)
    {
        var words = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    /// <summary>The kind that an identity begins with; what is no known kind is taken for a table.</summary>
    /// <param name="definition">Tells a foreign key from another constraint.</param>
    public static SchemaObjectKind Parse(string identity, IReadOnlyList<string> definition)
    {
        var kind = Leads.Where(lead => identity.StartsWith(lead.Words, StringComparison.Ordinal)).Select(lead => lead.Kind).FirstOrDefault(SchemaObjectKind.Table);
        return kind == SchemaObjectKind.Constraint && definition.Any(statement => statement.Contains(" FOREIGN KEY (", StringComparison.Ordinal)) ? SchemaObjectKind.ForeignKey : kind;
    }

    /// <summary>Other objects can live on it.</summary>
    public static bool IsRelation(SchemaObjectKind kind) =>
        kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable or SchemaObjectKind.View or SchemaObjectKind.MaterializedView;
}
