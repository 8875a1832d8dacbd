using System.Globalization;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads the name of a type with its modifiers.</summary>
internal static class TypeReader
{
    private static readonly string[] After =
    [
        "constraint", "not", "null", "default", "check", "unique", "primary", "references", "generated", "deferrable", "initially", "collate",
        "using", "storage", "compression", "options", "cascade", "restrict",
    ];

    public static TypeForm Read(TokenCursor cursor)
    {
        if (cursor.AtEnd || cursor.IsSymbol(',') || cursor.IsAnyWord(After))
            return new TypeForm("", "", [], false);
        var start = cursor.Index;
        var words = new List<string>();
        List<int> modifiers = [];
        var array = false;
        do
        {
            if (cursor.IsSymbol('('))
            {
                modifiers = Numbers(cursor.TakeParentheses()!);
                continue;
            }

            if (cursor.IsSymbol('[') || cursor.IsWord("array"))
                array = true;
            else if (cursor.Peek().IsName)
                words.Add(TokenText.Name(cursor.Peek(), cursor.Text));
            else if (cursor.IsSymbol('.') && words.Count > 0)
                words.RemoveAt(words.Count - 1);
            cursor.Index++;
        }
        while (!cursor.AtEnd && !cursor.IsSymbol(',') && !cursor.IsAnyWord(After));
        return new TypeForm(cursor.TextSince(start), Canonical(string.Join(' ', words)), modifiers, array);
    }

    /// <summary>The name that PostgreSQL itself uses for a type.</summary>
    public static string Canonical(string name) => name switch
    {
        "int" or "int4" => "integer",
        "int2" => "smallint",
        "int8" => "bigint",
        "serial2" => "smallserial",
        "serial4" => "serial",
        "serial8" => "bigserial",
        "float4" => "real",
        "float" or "float8" => "double precision",
        "bool" => "boolean",
        "decimal" or "dec" => "numeric",
        "varchar" or "char varying" or "national character varying" => "character varying",
        "char" or "bpchar" or "nchar" or "national character" => "character",
        "varbit" => "bit varying",
        "timestamp" or "timestamp without time zone" => "timestamp without time zone",
        "timestamptz" or "timestamp with time zone" => "timestamp with time zone",
        "time" or "time without time zone" => "time without time zone",
        "timetz" or "time with time zone" => "time with time zone",
        _ => name,
    };

    private static List<int> Numbers(TokenCursor inside)
    {
        var numbers = new List<int>();
        for (; !inside.AtEnd; inside.Index++)
        {
            if (int.TryParse(inside.Peek().In(inside.Text), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
        }

        return numbers;
    }
}
