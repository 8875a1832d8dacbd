using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms.Reading;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>Whether a default's expression gives another value for each row, which makes PostgreSQL write every row.</summary>
internal static class Volatility
{
    private static readonly HashSet<string> Volatile =
    [
        "random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "clock_timestamp",
        "timeofday", "nextval", "setval", "currval", "lastval", "gen_random_bytes", "gen_salt", "txid_current", "pg_current_xact_id", "pg_backend_pid_random",
    ];

    // Words before a parenthesis that are no functions, and the stable or immutable functions that defaults are made of.
    private static readonly HashSet<string> Steady =
    [
        "now", "transaction_timestamp", "statement_timestamp", "current_timestamp", "localtimestamp", "current_time", "localtime", "current_date", "date_trunc",
        "date_part", "extract", "to_timestamp", "to_date", "to_char", "make_date", "make_interval", "make_timestamp", "make_timestamptz", "timezone", "age",
        "lower", "upper", "concat", "concat_ws", "md5", "length", "abs", "round", "floor", "ceil", "coalesce", "nullif", "greatest", "least", "substring", "trim",
        "replace", "format", "encode", "decode", "digest", "array_length", "string_to_array", "array", "row", "cast", "case", "when", "in", "and", "or", "not", "interval",
        "jsonb_build_object", "jsonb_build_array", "json_build_object", "json_build_array", "to_json", "to_jsonb", "current_setting", "session_user", "hstore",
        "numeric", "decimal", "varchar", "char", "character", "varying", "bit", "timestamp", "timestamptz", "time", "int4range", "int8range", "tstzrange", "tsrange",
        "daterange", "numrange", "point", "st_makepoint", "pg_catalog", "empty_blob", "bpchar", "text",
    ];

    /// <summary>The name of a volatile function in the expression; null where there is none.</summary>
    public static string? VolatileFunction(string? expression, SymbolTable symbols)
    {
        if (expression is null)
            return null;
        foreach (var name in Calls(expression))
        {
            if (IsVolatile(name, symbols))
                return name;
        }

        return null;
    }

    /// <summary>The names before parentheses in an expression, casts left out.</summary>
    public static IEnumerable<string> Calls(string expression)
    {
        var cursor = new TokenCursor(expression, FormReader.Tokens(expression));
        for (; !cursor.AtEnd; cursor.Index++)
        {
            var isCast = cursor.Peek(-1).Kind == TokenKind.Operator && cursor.Peek(-1).In(expression) is "::";
            if (cursor.Peek().IsName && cursor.IsSymbol('(', 1) && !isCast)
                yield return TokenText.Name(cursor.Peek(), expression);
        }
    }

    // What nobody knows is taken as PostgreSQL takes it: a function is volatile unless it says otherwise.
    private static bool IsVolatile(string name, SymbolTable symbols)
    {
        if (symbols.Functions.TryGetValue(name, out var own))
            return own == "volatile";
        if (symbols.Target?.Functions.TryGetValue(name, out var known) == true)
            return known == 'v';
        return Volatile.Contains(name) || !Steady.Contains(name);
    }
}
