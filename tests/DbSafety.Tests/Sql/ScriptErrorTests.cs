using DbSafety.Core.Errors;
using DbSafety.Engine.Sql;
using Xunit;

namespace DbSafety.Tests.Sql;

public sealed class ScriptErrorTests
{
    [Theory]
    [InlineData("SELECT 1;\n SELECT 'a", "SqlUnterminatedString", 2, 9)]
    [InlineData("SELECT E'a\\';", "SqlUnterminatedString", 1, 8)]
    [InlineData("SELECT '';\nSELECT B'1", "SqlUnterminatedString", 2, 8)]
    [InlineData("SELECT \"a\"\"", "SqlUnterminatedName", 1, 8)]
    [InlineData("SELECT U&\"a", "SqlUnterminatedName", 1, 8)]
    [InlineData("DO $body$ BEGIN END $BODY$;", "SqlUnterminatedDollarString", 1, 4)]
    [InlineData("SELECT $$;", "SqlUnterminatedDollarString", 1, 8)]
    [InlineData("/* a /* b */\nSELECT 1;", "SqlUnterminatedComment", 1, 1)]
    [InlineData("CREATE TABLE t (a int;\nSELECT 1;", "SqlUnterminatedParenthesis", 1, 16)]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;", "SqlUnterminatedBody", 1, 39)]
    [InlineData("COPY t FROM STDIN;\n1\n2\n", "SqlCopyDataUnterminated", 1, 1)]
    [InlineData("SELECT 1; COPY t FROM STDIN", "SqlCopyDataUnterminated", 1, 11)]
    [InlineData("COPY t FROM STDIN; SELECT 1;\n\\.\n", "SqlCopyNotAlone", 1, 19)]
    [InlineData("COPY t TO STDOUT;", "SqlCopyToStdout", 1, 1)]
    [InlineData("COPY t FROM STDIN WITH (FORMAT 'binary');\n\\.\n", "SqlCopyBinary", 1, 1)]
    [InlineData("COPY BINARY t FROM STDIN;\n\\.\n", "SqlCopyBinary", 1, 1)]
    [InlineData("SELECT 1;\n\\.\n", "SqlCopyEndWithoutCopy", 2, 1)]
    [InlineData("\\i other.sql", "SqlMetaCommand", 1, 1)]
    [InlineData("SELECT 1 \\gexec", "SqlMetaCommand", 1, 10)]
    [InlineData("SELECT a\\b", "SqlMetaCommand", 1, 9)]
    [InlineData("SELECT 1\n\\restrict x\n;", "SqlMetaCommand", 2, 1)]
    public void A_script_that_cannot_be_divided_is_refused_at_the_place_where_the_fault_begins(string text, string id, int line, int column)
    {
        var error = Assert.Throws<DbSafetyException>(() => SqlScript.Parse(text, "0001.sql"));

        Assert.Equal((id, ErrorKind.InvalidScript, line, column), (error.Id, error.Kind, error.Line!.Value, error.Column!.Value));
        Assert.Equal("0001.sql", error.Script);
        Assert.NotNull(error.State);
        Assert.NotNull(error.NextStep);
    }

    [Theory]
    [InlineData("\\connect farm", "\\connect", "--connection")]
    [InlineData("\\i a.sql", "\\i", "migration of its own")]
    [InlineData("\\copy t from 'x'", "\\copy", "FROM STDIN")]
    [InlineData("\\set ON_ERROR_STOP on", "\\set", "first error")]
    [InlineData("SELECT 1 \\gexec", "\\gexec", "EXECUTE format")]
    [InlineData("\\! rm -rf /", "\\!", "never runs a program")]
    [InlineData("\\if :x", "\\if", "DO block")]
    [InlineData("\\pset pager off", "\\pset", "Remove the line")]
    [InlineData("\\N\t2", "\\N", "COPY data")]
    public void A_psql_command_is_refused_by_name_with_what_to_do_instead(string text, string name, string advice)
    {
        var error = Assert.Throws<DbSafetyException>(() => SqlScript.Parse(text));

        Assert.Contains(name + " is a command of psql", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.NextStep, StringComparison.Ordinal);
    }
}
