using DbSafety.Engine.Schema.Reading;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Writing;

/// <summary>Writes CREATE TYPE of a row of <see cref="TypesReader"/>.</summary>
internal static class TypeStatement
{
    public static string Write(CatalogRow row, char kind, string quoted) => kind switch
    {
        'e' => $"CREATE TYPE {quoted} AS ENUM ({Join((row.Texts("labels") ?? []).Select(Identifier.Literal))})",
        'c' => $"CREATE TYPE {quoted} AS ({Join(row.Texts("attributes") ?? [])})",
        'r' => $"CREATE TYPE {quoted} AS RANGE ({Join(RangeProperties(row))})",
        _ => $"CREATE TYPE {quoted} ({Join(BaseProperties(row))})",
    };

    private static string Join(IEnumerable<string> items)
    {
        var text = string.Join(",\n    ", items);
        return text.Length == 0 ? "" : "\n    " + text + "\n";
    }

    private static IEnumerable<string> RangeProperties(CatalogRow row)
    {
        List<string?> properties =
        [
            $"SUBTYPE = {row.Text("subtype")}",
            Property("SUBTYPE_OPCLASS", row.TextOrNull("subtype_opclass")),
            Property("COLLATION", row.TextOrNull("range_collation")),
            Property("CANONICAL", row.TextOrNull("canonical")),
            Property("SUBTYPE_DIFF", row.TextOrNull("subtype_diff")),
            Property("MULTIRANGE_TYPE_NAME", row.TextOrNull("multirange")),
        ];
        return properties.OfType<string>();
    }

    private static IEnumerable<string> BaseProperties(CatalogRow row)
    {
        var length = row.Short("typlen");
        List<string?> properties =
        [
            $"INPUT = {row.Text("typinput")}",
            $"OUTPUT = {row.Text("typoutput")}",
            Property("RECEIVE", row.TextOrNull("typreceive")),
            Property("SEND", row.TextOrNull("typsend")),
            Property("TYPMOD_IN", row.TextOrNull("typmodin")),
            Property("TYPMOD_OUT", row.TextOrNull("typmodout")),
            Property("ANALYZE", row.TextOrNull("typanalyze")),
            Property("SUBSCRIPT", row.TextOrNull("typsubscript")),
            $"INTERNALLENGTH = {(length == -1 ? "VARIABLE" : length)}",
            row.Flag("typbyval") ? "PASSEDBYVALUE" : null,
            $"ALIGNMENT = {row.Letter("typalign") switch { 'c' => "char", 's' => "int2", 'd' => "double", _ => "int4" }}",
            $"STORAGE = {StorageName(row.Letter("typstorage")).ToLowerInvariant()}",
            row.Letter("typcategory") != 'U' ? $"CATEGORY = {Identifier.Literal(row.Letter("typcategory").ToString())}" : null,
            row.Flag("typispreferred") ? "PREFERRED = true" : null,
            row.TextOrNull("typdefault") is { } value ? $"DEFAULT = {Identifier.Literal(value)}" : null,
            Property("ELEMENT", row.TextOrNull("element")),
            row.Letter("typdelim") != ',' ? $"DELIMITER = {Identifier.Literal(row.Letter("typdelim").ToString())}" : null,
            row.Flag("collatable") ? "COLLATABLE = true" : null,
        ];
        return properties.OfType<string>();
    }

    /// <summary>The name of a storage strategy.</summary>
    public static string StorageName(char storage) => storage switch { 'p' => "PLAIN", 'e' => "EXTERNAL", 'm' => "MAIN", _ => "EXTENDED" };

    private static string? Property(string name, string? value) => value is null ? null : $"{name} = {value}";
}
