using DbSafety.Engine.Sql;
using Xunit;

namespace DbSafety.Tests.Sql;

/// <summary>How a script is divided: each row is a script and, after the bar, the statements that it holds.</summary>
public sealed class SplittingTests
{
    [Theory]
    [InlineData("SELECT 1; SELECT 2", "SELECT 1", "SELECT 2")]
    [InlineData(";; SELECT 1;;\n;", "SELECT 1")]
    [InlineData("", new string[0])]
    [InlineData("-- nothing; here\n/* ; */", new string[0])]
    [InlineData("SELECT 'a;''b;'; SELECT 2", "SELECT 'a;''b;'", "SELECT 2")]
    [InlineData(@"SELECT 'a\'; SELECT 2", @"SELECT 'a\'", "SELECT 2")]
    [InlineData(@"SELECT E'a\';'; SELECT 2", @"SELECT E'a\';'", "SELECT 2")]
    [InlineData(@"SELECT e'a\\'; SELECT 2", @"SELECT e'a\\'", "SELECT 2")]
    [InlineData("SELECT namee'a'; SELECT 2", "SELECT namee'a'", "SELECT 2")]
    [InlineData(@"SELECT E'a' -- c;
  '\';'; SELECT 2", "SELECT E'a' -- c;\n  '\\';'", "SELECT 2")]
    [InlineData("SELECT 'a' /* no continuation */\n 'b;'; SELECT 2", "SELECT 'a' /* no continuation */\n 'b;'", "SELECT 2")]
    [InlineData(@"SELECT U&'d\0061;t'; SELECT 2", @"SELECT U&'d\0061;t'", "SELECT 2")]
    [InlineData(@"SELECT U&""a;""""b"" FROM t; SELECT 2", @"SELECT U&""a;""""b"" FROM t", "SELECT 2")]
    [InlineData("SELECT B'1;0', X'1F;', N'a;'; SELECT 2", "SELECT B'1;0', X'1F;', N'a;'", "SELECT 2")]
    [InlineData("SELECT \"a;\"\"b\"; SELECT 2", "SELECT \"a;\"\"b\"", "SELECT 2")]
    [InlineData("SELECT \"--\"; SELECT '/*'; SELECT 3", "SELECT \"--\"", "SELECT '/*'", "SELECT 3")]
    [InlineData("SELECT $$a;'$$; SELECT 2", "SELECT $$a;'$$", "SELECT 2")]
    [InlineData("SELECT $a$ $$;$b$ $a;$a$; SELECT 2", "SELECT $a$ $$;$b$ $a;$a$", "SELECT 2")]
    [InlineData("SELECT $é1$;$é1$; SELECT 2", "SELECT $é1$;$é1$", "SELECT 2")]
    [InlineData("SELECT $b$a$b$a$b$; SELECT 2", "SELECT $b$a$b$a$b$", "SELECT 2")]
    [InlineData("SELECT a$$b$$; SELECT 2", "SELECT a$$b$$", "SELECT 2")]
    [InlineData("SELECT a$1, $1; SELECT $2", "SELECT a$1, $1", "SELECT $2")]
    [InlineData("SELECT $1$; SELECT 2", "SELECT $1$", "SELECT 2")]
    [InlineData("SELECT 1 /* a /* b; */ c; */; SELECT 2", "SELECT 1", "SELECT 2")]
    [InlineData("SELECT 1 /* ' */ + 1; SELECT 2", "SELECT 1 /* ' */ + 1", "SELECT 2")]
    [InlineData("SELECT 1 -- it's; fine\n; SELECT 2", "SELECT 1", "SELECT 2")]
    [InlineData("SELECT 1 --c\r; SELECT 2", "SELECT 1", "SELECT 2")]
    [InlineData("SELECT 2*--x;\n3; SELECT 4", "SELECT 2*--x;\n3", "SELECT 4")]
    [InlineData("SELECT 2*/*;*/3; SELECT 4", "SELECT 2*/*;*/3", "SELECT 4")]
    [InlineData("SELECT a <--x;\n b; SELECT 4", "SELECT a <--x;\n b", "SELECT 4")]
    [InlineData("SELECT 1_000, 0xFF, 0o17, 0b101, 1.5e-3, .5, 1.; SELECT 2", "SELECT 1_000, 0xFF, 0o17, 0b101, 1.5e-3, .5, 1.", "SELECT 2")]
    [InlineData("SELECT ñ;SELECT 2", "SELECT ñ", "SELECT 2")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)", "SELECT 3")]
    [InlineData("SELECT x::int, y[1:2], :v; SELECT 2", "SELECT x::int, y[1:2], :v", "SELECT 2")]
    [InlineData("BEGIN; SELECT 1; END; SELECT 2", "BEGIN", "SELECT 1", "END", "SELECT 2")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END", "SELECT 3")]
    [InlineData("create or replace procedure s.p() begin /* ; */ atomic end; SELECT 3",
        "create or replace procedure s.p() begin /* ; */ atomic end", "SELECT 3")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 1 end; END; SELECT 3",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 1 end; END", "SELECT 3")]
    [InlineData("CREATE TABLE function (begin atomic); SELECT 3", "CREATE TABLE function (begin atomic)", "SELECT 3")]
    [InlineData("CREATE FUNCTION f(a text DEFAULT ';') RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'; SELECT 3",
        "CREATE FUNCTION f(a text DEFAULT ';') RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'", "SELECT 3")]
    [InlineData("SET standard_conforming_strings = off; SELECT 'a\\';'; SELECT 2",
        "SET standard_conforming_strings = off", "SELECT 'a\\';'", "SELECT 2")]
    [InlineData("SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false); SELECT '\\';'; SELECT 2",
        "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)", "SELECT '\\';'", "SELECT 2")]
    [InlineData("SET standard_conforming_strings TO off; RESET ALL; SELECT 'a\\'; SELECT 2",
        "SET standard_conforming_strings TO off", "RESET ALL", "SELECT 'a\\'", "SELECT 2")]
    [InlineData("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n", "SELECT 1")]
    public void A_script_is_divided_as_PostgreSQL_divides_it(string script, params string[] statements) =>
        Assert.Equal(
            statements.Select(Unix),
            SqlScript.Parse(Unix(script)).Statements.Select(statement => statement.Text));

    [Fact]
    public void A_statement_knows_its_place_and_the_comments_before_it()
    {
        var script = SqlScript.Parse("-- dbsafety: no-transaction\r\n/* why */ SELECT '😀', 1;  -- after\n\n  SELECT\n 2");
        var (first, second) = (script.Statements[0], script.Statements[1]);

        Assert.Equal((2, 11), (first.Line, first.Column));
        Assert.Equal(["-- dbsafety: no-transaction", "/* why */"], first.LeadingComments);
        Assert.Equal((4, 3), (second.Line, second.Column));
        Assert.Equal("SELECT\n 2", script.Text.Substring(second.Offset, second.Text.Length));
        Assert.Equal(new ScriptPosition(5, 2), second.PositionOf(9));
        Assert.Equal(new ScriptPosition(2, 23), first.PositionOf(13));
    }

    [Fact]
    public void Header_options_are_read_with_their_lines()
    {
        var script = SqlScript.Parse("\n-- dbsafety: Irreversible because  rows go\n--dbsafety:no-transaction\n-- other\nSELECT 1;\n-- dbsafety: late one\nSELECT 2");

        Assert.Equal([new HeaderOption("irreversible", "because  rows go", 2), new HeaderOption("no-transaction", "", 3)], script.HeaderOptions);
        Assert.Equal([new HeaderOption("late", "one", 6)], script.Statements[1].Options);
    }

    [Fact]
    public void A_script_of_nothing_but_comments_keeps_its_header_options() =>
        Assert.Equal([new HeaderOption("irreversible", "because", 1)], SqlScript.Parse("-- dbsafety: irreversible because").HeaderOptions);

    [Fact]
    public void The_search_path_that_a_script_sets_is_known_to_its_later_statements()
    {
        var script = SqlScript.Parse("""
            SELECT 1; SET search_path TO app, "Odd"; SELECT 2; SELECT pg_catalog.set_config('search_path', '', false); SELECT 3;
            SET LOCAL search_path = 'x'; SELECT 4; RESET search_path; SELECT 5
            """);
        var paths = script.Statements.Where(statement => statement.Text.Length == 8).Select(statement => statement.SearchPath).ToList();

        Assert.Equal([null, ["app", "Odd"], [], ["x"], null], paths);
    }

    // Git may check this file out with other line ends; the rows mean LF.
    private static string Unix(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
