using System.Globalization;
using System.Text;

namespace DbSafety.Tests.Sql;

/// <summary>
/// Makes random scripts that are valid SQL and hard to divide. Each writes what it computes into the table <c>log</c>, so that two ways
/// of running it can be compared.
/// </summary>
internal sealed class ScriptGenerator(int seed, bool atomicBodies, bool psqlOnly)
{
    private static readonly string[] Nasty =
        [";", "\"", "$", "$$", "$a$", "$1", "--", "/*", "*/", "(", ")", "\n", "\r\n", " ", "é", "😀", "BEGIN ATOMIC ", "END;", "a", "1", ":x", "\\", "''"];

    private readonly Random _random = new(seed);
    private int _names;

    public (string Script, int Statements) Make()
    {
        var script = new StringBuilder(Junk());
        var count = 0;
        for (var i = _random.Next(1, 12); i > 0; i--)
        {
            foreach (var statement in Group())
            {
                // psql takes note of a changed setting only at the next line.
                script.Append(statement)
                    .Append(statement.EndsWith("\\.\n", StringComparison.Ordinal) ? "" : statement.Contains("SET standard", StringComparison.Ordinal) ? ";\n" : ";")
                    .Append(Junk());
                count++;
            }

            if (_random.Next(8) == 0)
                script.Append(';').Append(Junk());
        }

        return (script.ToString(), count);
    }

    private string[] Group()
    {
        var name = $"n{seed.ToString(CultureInfo.InvariantCulture)}_{_names++}";
        switch (_random.Next(psqlOnly ? 10 : 8))
        {
            case 0:
                return [$"CREATE FUNCTION {name}() RETURNS text{Gap()}LANGUAGE sql AS {Text($"SELECT {Expression()};{Gap()}SELECT {Expression()};")}", Log($"{name}()")];
            // psql counts every END, also one that is a column's name.
            case 1 when atomicBodies:
                return
                [
                    $"CREATE{Gap()}FUNCTION {name}() RETURNS text{Gap()}BEGIN{Gap()}ATOMIC{Gap()}SELECT {Expression()}{(psqlOnly ? "" : " AS end")};{Gap()}"
                        + $"SELECT CASE WHEN true THEN {Expression()} ELSE (CASE 1 WHEN 1 THEN 'x;' END){Gap()}END{Gap()};{Gap()}END",
                    Log($"{name}()"),
                ];
            case 2:
                return
                [
                    $"CREATE TABLE {name} (v text)",
                    $"CREATE RULE r AS ON INSERT TO {name} DO INSTEAD{Gap()}({Log(Expression())};{Gap()}{Log("new.v")};)",
                    $"INSERT INTO {name} VALUES ({Expression()})",
                ];
            case 3:
                return [$"DO{Gap()}{Text($"BEGIN {Log(Expression())};{Gap()}{Log(Expression())}; END")}"];
            case 4:
                return [$"INSERT INTO log (v) SELECT 'q' AS \"{Content("\"").Replace("\"", "\"\"", StringComparison.Ordinal)}x\""];
            case 8:
                return [$"COPY log (v) FROM stdin;\n{CopyLine()}\n{CopyLine()}\n\\.\n"];
            case 9:
                return ["SET standard_conforming_strings = off", Log($"'a\\';{_random.Next(9)}\\\\'"), "RESET standard_conforming_strings"];
            default:
                return [Log(Expression())];
        }
    }

    private string Log(string expression) => $"INSERT INTO log (v){Gap()}VALUES ({expression})";

    private string Expression()
    {
        var text = new StringBuilder(Piece());
        for (var i = _random.Next(3); i > 0; i--)
            text.Append(_random.Next(2) == 0 ? Gap() : "").Append("||").Append(Gap()).Append(Piece());
        return text.ToString();
    }

    private string Piece() => _random.Next(12) switch
    {
        0 => $"E'{EscapeContent()}'",
        1 => $"e'{EscapeContent()}' -- '\n '{EscapeContent()}'",
        2 => $"U&'{Content("\\").Replace("'", "''", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal)}\\0041\\+01F600'",
        3 => "(B'10'::text)",
        4 => "(X'1F'::text)",
        5 => $"N'{Plain()}'",
        6 => $"'{Plain()}' --;'\n\t'{Plain()}'",
        7 => $"(2*{Gap()}-{_random.Next(9)})::text",
        8 => "(1--;\n*/* ' */2)::text",
        9 => $"(ARRAY['a','b;'])[1:{_random.Next(1, 3)}]::text",
        10 => Dollar(Content("")),
        _ => $"'{Plain()}'",
    };

    private string Plain() => Content("").Replace("'", "''", StringComparison.Ordinal);

    private string EscapeContent()
    {
        string[] parts = ["\\'", "\\\\", "''", "\\n", ";", "\\x41", "\"", "$$", "--", "/*", "é", "\n"];
        return string.Concat(Enumerable.Range(0, _random.Next(6)).Select(_ => parts[_random.Next(parts.Length)]));
    }

    /// <summary>A text in quotes of some sort.</summary>
    private string Text(string content) =>
        _random.Next(3) == 0 ? "'" + content.Replace("'", "''", StringComparison.Ordinal) + "'" : Dollar(content);

    private string Dollar(string content)
    {
        string[] tags = ["$$", "$a$", "$a1_$", "$é$", "$body$", "$A$"];
        var tag = tags[_random.Next(tags.Length)];
        while ((content + tag).IndexOf(tag, StringComparison.Ordinal) != content.Length)
            tag = $"$t{_random.Next(1000)}$";
        return tag + content + tag;
    }

    private string Content(string extra) =>
        string.Concat(Enumerable.Range(0, _random.Next(7)).Select(_ => _random.Next(12) == 0 ? extra : Nasty[_random.Next(Nasty.Length)]));

    private string CopyLine() => Content("it's;").ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal) + "x";

    /// <summary>White space or a comment where one is needed.</summary>
    private string Gap()
    {
        string[] gaps = [" ", "\n", "\t ", "\r\n", "--;'\n", " -- $$ \" /*\n", "/* ; ' */", "/* a /* ; \" */ $$ */", "/**/ ", "\f"];
        return gaps[_random.Next(gaps.Length)];
    }

    /// <summary>White space and comments where none are needed.</summary>
    private string Junk() => string.Concat(Enumerable.Range(0, _random.Next(3)).Select(_ => Gap()));
}
