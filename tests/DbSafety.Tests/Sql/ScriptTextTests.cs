using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Sql;
using Xunit;

namespace DbSafety.Tests.Sql;

public sealed class ScriptTextTests
{
    [Fact]
    public void A_byte_order_mark_is_left_out_of_the_text_and_of_the_checksum()
    {
        var plain = Read("SELECT 1;\n");
        var marked = ScriptText.Read([0xEF, 0xBB, 0xBF, .. "SELECT 1;\n"u8]);

        Assert.Equal("SELECT 1;\n", marked.Text);
        Assert.Equal(plain.Checksum, marked.Checksum);
        Assert.NotEqual(plain.RawHash, marked.RawHash);
    }

    [Fact]
    public void The_hashes_are_what_other_tools_compute()
    {
        var script = Read("SELECT 1;\n");

        // printf 'SELECT 1;' | sha256sum, and the same with the line feed.
        Assert.Equal("sha256-v1:17db4fd369edb9244b9f91d9aeed145c3d04ad8ba6e95d06247f07a63527d11a", script.Checksum);
        Assert.Equal("b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd", script.RawHash);
    }

    [Theory]
    [InlineData("SELECT 1;\r\nSELECT 2;\r\n")]
    [InlineData("SELECT 1;\rSELECT 2;")]
    [InlineData("SELECT 1;\nSELECT 2;\n\n \t\n")]
    public void Line_ends_and_white_space_at_the_end_do_not_change_the_checksum(string text) =>
        Assert.Equal(Read("SELECT 1;\nSELECT 2;\n").Checksum, Read(text).Checksum);

    [Theory]
    [InlineData("SELECT 'a\nb';\n")]
    [InlineData("SELECT E'a\nb';\n")]
    [InlineData("DO $$\nBEGIN END\n$$;\n")]
    [InlineData("SELECT \"a\nb\";\n")]
    [InlineData("COPY t FROM stdin;\n1\n\\.\n")]
    public void Line_ends_inside_literals_and_data_belong_to_the_checksum_but_not_to_the_loose_hash(string text)
    {
        var (unix, windows) = (Read(text), Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.NotEqual(unix.Checksum, windows.Checksum);
        Assert.Equal(unix.LooseHash, windows.LooseHash);
    }

    [Theory]
    [InlineData("SELECT 'a'\n, 'b;' -- it's\n;\n/* '\n */ SELECT $1\n;")]
    [InlineData("\\restrict x\nCREATE TABLE t\n(a int\n);\n")]
    public void Line_ends_outside_literals_do_not_change_the_checksum(string text) =>
        Assert.Equal(Read(text).Checksum, Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)).Checksum);

    [Fact]
    public void A_changed_word_changes_the_checksum() => Assert.NotEqual(Read("SELECT 1").Checksum, Read("SELECT 2").Checksum);

    [Fact]
    public void A_script_that_cannot_be_divided_has_a_checksum_all_the_same() =>
        Assert.Equal(Read("SELECT 1;\nSELECT 'a").Checksum, Read("SELECT 1;\r\nSELECT 'a").Checksum);

    [Fact]
    public void The_text_keeps_its_line_ends() => Assert.Equal("SELECT\r\n1", Read("SELECT\r\n1").Text);

    [Theory]
    [InlineData("utf-16", true, "UTF-16LE")]
    [InlineData("utf-16BE", true, "UTF-16BE")]
    [InlineData("utf-16", false, "UTF-16LE")]
    [InlineData("utf-16BE", false, "UTF-16BE")]
    [InlineData("utf-32", true, "UTF-32LE")]
    [InlineData("utf-32BE", true, "UTF-32BE")]
    public void Another_unicode_encoding_is_refused_with_the_way_to_convert_it(string name, bool mark, string shown)
    {
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetBytes("SELECT 'é';\r\n");
        var error = Refused([.. mark ? encoding.GetPreamble() : [], .. bytes]);

        Assert.Equal("ScriptEncodingUnsupported", error.Id);
        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
        Assert.Contains($"iconv -f {shown} -t UTF-8", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_told_with_its_place()
    {
        var error = Refused([.. "SELECT 1;\nSELECT 'caf"u8, 0xE9, .. "';"u8]);

        Assert.Equal(("ScriptNotUtf8", 2, 12), (error.Id, error.Line!.Value, error.Column!.Value));
        Assert.Contains("0xE9 at offset 21", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_NUL_is_refused_with_its_place()
    {
        var error = Refused("SELECT 1;\nSELECT '\0';"u8.ToArray());

        Assert.Equal(("ScriptHasNul", 2, 9), (error.Id, error.Line!.Value, error.Column!.Value));
    }

    [Fact]
    public void An_empty_file_is_a_script_without_statements() => Assert.Empty(Read("").Parse().Statements);

    private static ScriptText Read(string text) => ScriptText.Read(Encoding.UTF8.GetBytes(text), "0001.sql");

    private static DbSafetyException Refused(byte[] bytes)
    {
        var error = Assert.Throws<DbSafetyException>(() => ScriptText.Read(bytes, "0001.sql"));
        Assert.Equal((ErrorKind.InvalidScript, "0001.sql"), (error.Kind, error.Script));
        Assert.NotNull(error.State);
        return error;
    }
}
