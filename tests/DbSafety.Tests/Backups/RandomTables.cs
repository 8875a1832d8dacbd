using System.Text;
using DbSafety.Engine.Sql;

namespace DbSafety.Tests.Backups;

/// <summary>Tables made at random from a seed: odd names, every type, and the values at the ends of each.</summary>
internal sealed class RandomTables(int seed, int major)
{
    private static readonly string[] Names =
    [
        "plain", "select", "Upper", "two words", "quote\"in", "'single'", "dot.dot", "semi;colon", "back\\slash", "$$", "🐄🌾", "émile", " leading", "trailing ",
        "tab\there", "new\nline", "-- comment", new('x', 60), new('ü', 30),
    ];

    private static readonly string EveryByte = Convert.ToHexString([.. Enumerable.Range(0, 256).Select(value => (byte)value)]);

    private readonly Random _random = new(seed);

    /// <summary>The statements that make them, with their rows.</summary>
    public string Sql()
    {
        var text = new StringBuilder("""
            CREATE SCHEMA "odd schema"; CREATE TYPE "odd schema"."Mood" AS ENUM ('', 'it''s', '🌾');
            CREATE TYPE "odd schema".pair AS ("a b" int, c text); CREATE TYPE "odd schema".deep AS (p "odd schema".pair, list "odd schema".pair[]);
            CREATE DOMAIN "odd schema".small AS numeric CHECK (VALUE IS NULL OR VALUE < 10);
            """);
        for (var number = 0; number < 4; number++)
            text.Append(Table($"\"odd schema\".{Identifier.Quote(Name(number))}"));
        return text.ToString();
    }

    private string Table(string name)
    {
        var columns = Enumerable.Range(0, _random.Next(1, 14)).Select(number => (Name: Identifier.Quote(Name(number)), Type: Pick(Types()))).ToList();
        var text = new StringBuilder($"CREATE TABLE {name} (\"the key\" bigint{(_random.Next(2) == 0 ? " GENERATED ALWAYS AS IDENTITY PRIMARY KEY" : "")}");
        foreach (var column in columns)
            text.Append($", {column.Name} {column.Type.Name}{(_random.Next(4) == 0 ? $" DEFAULT {Pick(column.Type.Values)}" : "")}");
        text.Append(");");
        for (var row = _random.Next(0, 40); row > 0; row--)
            text.Append($"INSERT INTO {name} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ({string.Join(", ", columns.Select(column => _random.Next(5) == 0 ? "NULL" : Pick(column.Type.Values)))});");
        return text.ToString();
    }

    private string Name(int number) => Pick(Names) + number;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private IReadOnlyList<(string Name, string[] Values)> Types() =>
    [
        ("boolean", ["true", "false"]),
        ("smallint", ["-32768", "32767", "0"]),
        ("integer", ["-2147483648", "2147483647"]),
        ("bigint", ["-9223372036854775808", "9223372036854775807"]),
        ("numeric", ["'NaN'", "0.000", "1e300::numeric", "-1.10", .. major >= 14 ? (string[])["'Infinity'", "'-Infinity'"] : []]),
        ("numeric(10,2)", ["99999999.99", "-0.01", "'NaN'"]),
        ("\"odd schema\".small", ["9.99", "-1e20"]),
        ("real", ["'NaN'", "'Infinity'", "'-Infinity'", "'-0'", "1.1754944e-38", "0.1"]),
        ("double precision", ["'NaN'", "'-Infinity'", "5e-324", "1.7976931348623157e308", "0.1"]),
        ("text", ["''", "repeat('wide 🌾', 20000)", "E'\\t\\n\\r\\\\ \\b\\f\\v'", "'\\N'", "'\\.'", "' '", "chr(127) || chr(1)", "E'\\u00e9e\\u0301'"]),
        ("varchar(7)", ["''", "'sevenof'", "'🌾🌾🌾🌾🌾🌾🌾'"]),
        ("character(5)", ["''", "'ab'", "'abcde'"]),
        ("\"char\"", ["'x'", "''"]),
        ("name", ["''", "repeat('n', 63)"]),
        ("bytea", ["''", $"'\\x{EveryByte}'", "decode(repeat('00ff5c', 5000), 'hex')"]),
        ("date", ["'infinity'", "'-infinity'", "'4713-01-01 BC'", "'5874897-12-31'"]),
        ("timestamp", ["'infinity'", "'-infinity'", "'0001-01-01 00:00:00.000001 BC'", "'294276-12-31 23:59:59.999999'"]),
        ("timestamptz(3)", ["'infinity'", "'2024-02-29 12:00:00.1235+05:30'"]),
        ("time", ["'00:00'", "'24:00'"]),
        ("timetz", ["'23:59:59.999999-12:34:56'"]),
        ("interval", ["'178000000 years'", "'-1 mon +1 day -00:00:00.000001'", "'0'"]),
        ("uuid", ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"]),
        ("json", ["'{\"a\": 1,  \"a\": [null]}'", "'\"\\u00e9\\t\"'", "'null'"]),
        ("jsonb", ["'{\"b\":1e400,\"a\":{}}'", "'[]'", "'\"\\\\ \\n\"'"]),
        ("inet", ["'::1'", "'10.0.0.1/8'"]),
        ("cidr", ["'10.0.0.0/8'"]),
        ("macaddr8", ["'08:00:2b:01:02:03:04:05'"]),
        ("bit(3)", ["'101'"]),
        ("bit varying", ["''", "'1010101'"]),
        ("point", ["'(NaN,Infinity)'", "'(0.1,-0)'"]),
        ("polygon", ["'((0,0),(1,1),(1,0))'"]),
        ("path", ["'[(0,0),(1,1)]'", "'((0,0),(1,1))'"]),
        ("circle", ["'<(0,0),1e300>'"]),
        ("money", ["12.34::money"]),
        ("oid", ["4294967295"]),
        ("pg_lsn", ["'FFFFFFFF/FFFFFFFF'"]),
        ("int4range", ["'empty'", "'(,)'", "'[1,2)'"]),
        ("tstzrange", ["'[-infinity,infinity]'", "'empty'"]),
        ("tsvector", ["'''it''''s'':1A fat:2B,3'", "''"]),
        ("tsquery", ["'fat & !(rat | cat:*AB)'"]),
        ("integer[]", ["'{}'", "'[-1:1]={1,NULL,3}'", "'{{1,2},{3,4}}'"]),
        ("text[]", ["ARRAY['', NULL, 'NULL', '{\"', E'\\\\', ',', ' ', '🌾']"]),
        ("\"odd schema\".\"Mood\"", ["''", "'it''s'", "'🌾'"]),
        ("\"odd schema\".\"Mood\"[]", ["'{\"\",🌾}'"]),
        ("\"odd schema\".pair", ["ROW(1, '(\",)')", "ROW(NULL, NULL)", "ROW(NULL, '')"]),
        ("\"odd schema\".pair[]", ["ARRAY[ROW(1, E'\\n\"'), NULL]::\"odd schema\".pair[]", "'{}'"]),
        ("\"odd schema\".deep", ["ROW(ROW(1, '\\'), ARRAY[ROW(2, '\"'), ROW(NULL, NULL)]::\"odd schema\".pair[])"]),
    ];
}
