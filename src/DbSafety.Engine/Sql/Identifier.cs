namespace DbSafety.Engine.Sql;

/// <summary>Writes names and texts as SQL does.</summary>
public static class Identifier
{
    /// <summary>The name as an SQL identifier: quoted unless it is plain lower case and no key word.</summary>
    public static string Quote(string name) =>
        IsPlain(name) && !Keywords.Contains(name) ? name : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Schema and name, each quoted where it needs it; the schema is left out where it is null.</summary>
    public static string Quote(string? schema, string name) => schema is null ? Quote(name) : $"{Quote(schema)}.{Quote(name)}";

    /// <summary>A text as an SQL literal, safe whatever standard_conforming_strings says.</summary>
    public static string Literal(string text)
    {
        var escaped = text.Replace("'", "''", StringComparison.Ordinal);
        return text.Contains('\\', StringComparison.Ordinal)
            ? "E'" + escaped.Replace("\\", "\\\\", StringComparison.Ordinal) + "'"
            : "'" + escaped + "'";
    }

    /// <summary>A text between dollar quotes whose tag does not occur in it.</summary>
    public static string DollarQuote(string text)
    {
        var tag = "$dbsafety$";
        for (var i = 1; text.Contains(tag, StringComparison.Ordinal) || text.EndsWith(tag[..^1], StringComparison.Ordinal); i++)
            tag = $"$dbsafety{i}$";
        return tag + text + tag;
    }

    // By hand: a large schema has hundreds of thousands of names.
    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || name[0] is not (>= 'a' and <= 'z' or '_'))
            return false;
        foreach (var letter in name)
            if (letter is not (>= 'a' and <= 'z' or >= '0' and <= '9' or '_'))
                return false;
        return true;
    }

    // What quote_identifier() of PostgreSQL 18 quotes: every key word that is not "unreserved" (src/include/parser/kwlist.h).
    private static readonly HashSet<string> Keywords =
    [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "bigint", "binary",
        "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate", "collation", "column",
        "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role", "current_schema",
        "current_time", "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc", "distinct", "do", "else",
        "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest",
        "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into",
        "is", "isnull", "join", "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query",
        "json_scalar", "json_serialize", "json_table", "json_value", "lateral", "leading", "least", "left", "like", "limit", "localtime",
        "localtimestamp", "merge_action", "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif",
        "numeric", "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision",
        "primary", "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint", "some",
        "substring", "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim",
        "true", "union", "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with",
        "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot",
        "xmlserialize", "xmltable",
    ];
}
