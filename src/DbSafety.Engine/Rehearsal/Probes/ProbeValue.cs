using System.Text.RegularExpressions;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Rehearsal.Probes;

/// <summary>
/// A value for a column of a synthetic row. The same type always gets the same value, so that foreign keys between synthetic rows hold;
/// and it is rich, so that a type that can hold less of it shows.
/// </summary>
internal static partial class ProbeValue
{
    /// <summary>As an SQL expression; null where none is known.</summary>
    public static string? For(ColumnModel column, IReadOnlyDictionary<uint, string> enumLabels)
    {
        if (enumLabels.TryGetValue(column.TypeOid, out var label))
            return $"{Identifier.Literal(label)}::{column.TypeName}";
        if (column.TypeName.EndsWith("[]", StringComparison.Ordinal))
            return $"'{{}}'::{column.TypeName}";
        var length = Length().Match(column.TypeName) is { Success: true } match ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var type = Precision().Replace(Length().Replace(column.TypeName, "", 1), "", 1).Trim();
        return type switch
        {
            "smallint" or "integer" or "bigint" or "oid" => "7",
            "numeric" => Numeric(column.TypeName),
            "real" or "double precision" => "7.5",
            "money" => "7",
            "boolean" => column.Default == "true" ? "false" : "true",
            "text" or "public.citext" or "citext" => "'dbsafety probe 7'",
            "character varying" => Identifier.Literal(Cut("dbsafety probe 7", length)),
            "character" => Identifier.Literal(Cut("dbsafety probe 7", Math.Max(length, 1))),
            "\"char\"" or "name" => "'d'",
            "uuid" => "'dbdbdbdb-0007-4007-8007-dbdbdbdbdb07'",
            "date" => "DATE '2007-07-07'",
            "timestamp without time zone" or "timestamp with time zone" => $"'2007-07-07 07:07:07.777777+00'::{column.TypeName}",
            "time without time zone" or "time with time zone" => "'07:07:07.777777'",
            "interval" => "INTERVAL '7 days 7 seconds'",
            "json" or "jsonb" => "'{\"dbsafety\": 7}'",
            "bytea" => "'\\x07'::bytea",
            "inet" or "cidr" => "'10.7.7.7'",
            "macaddr" => "'07:07:07:07:07:07'",
            "tsvector" => "'dbsafety'",
            "xml" => "'<dbsafety/>'",
            "bit" => $"B'{new string('1', Math.Max(length, 1))}'",
            "bit varying" => "B'1'",
            "point" => "'(7,7)'",
            "int4range" or "int8range" or "numrange" => "'[7,8)'",
            _ => null,
        };
    }

    private static string Numeric(string type)
    {
        var match = Precision().Match(type);
        if (!match.Success)
            return "7.777777";
        var (precision, scale) = (int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        return (precision > scale ? "7" : "0") + (scale > 0 ? "." + new string('7', Math.Min(scale, 12)) : "");
    }

    private static string Cut(string text, int length) => length > 0 && text.Length > length ? text[..length] : text;

    [GeneratedRegex(@"\((\d+)\)")]
    private static partial Regex Length();

    [GeneratedRegex(@"\((\d+),(\d+)\)")]
    private static partial Regex Precision();
}
