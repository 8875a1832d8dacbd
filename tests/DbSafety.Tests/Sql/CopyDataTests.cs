using DbSafety.Engine.Sql;
using Xunit;

namespace DbSafety.Tests.Sql;

public sealed class CopyDataTests
{
    [Fact]
    public void Data_lines_are_taken_to_the_letter_whatever_is_in_them()
    {
        var script = SqlScript.Parse("COPY t (a, b) FROM stdin;\n1\tit's; \"$$\n2\t\\N\n\\\\.\n\\.\n\nSELECT 1;");

        Assert.Equal(["COPY t (a, b) FROM stdin", "SELECT 1"], script.Statements.Select(statement => statement.Text));
        var copy = script.Statements[0].CopyData!;
        Assert.Equal("1\tit's; \"$$\n2\t\\N\n\\\\.\n", copy.Data.ToString());
        Assert.Equal(2, copy.Line);
        Assert.Equal(26, copy.Offset);
        Assert.Equal(7, script.Statements[1].Line);
    }

    [Theory]
    [InlineData("COPY t FROM STDIN;\n\\.\n", "")]
    [InlineData("COPY t FROM STDIN; -- rows\n1\n\\.", "1\n")]
    [InlineData("COPY t FROM STDIN;\r\n1\r\n\\.\r\nSELECT 1", "1\r\n")]
    [InlineData("copy s.\"T\" (a) from stdin with (format csv, header) where a > 0;\na\n1\n\\.\n", "a\n1\n")]
    public void The_data_is_what_stands_between_the_statement_and_its_end_line(string script, string data) =>
        Assert.Equal(data, SqlScript.Parse(script).Statements[0].CopyData!.Data.ToString());

    [Theory]
    [InlineData("COPY t FROM '/tmp/x';")]
    [InlineData("COPY t TO '/tmp/x';")]
    [InlineData("COPY (SELECT a FROM stdin) TO '/tmp/x';")]
    [InlineData("COPY t FROM PROGRAM 'cat stdin';")]
    [InlineData("SELECT 'COPY t FROM stdin';")]
    public void A_copy_that_the_server_reads_or_writes_itself_has_no_data_lines(string script) =>
        Assert.Null(SqlScript.Parse(script + "\nSELECT 1;").Statements[0].CopyData);
}
