using DbSafety.Cli.Hosting;
using DbSafety.Cli.Views;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Cli;

public sealed class ViewTests
{
    [Fact]
    public void Every_result_type_has_a_view_of_its_own_and_a_sample() => Assert.All(CommandCatalog.All, command =>
    {
        Assert.IsNotType<PropertyView>(ResultViews.Of(command.Command.Result));
        Assert.Contains(SampleResults.All, sample => sample.GetType() == command.Command.Result);
    });

    [Fact]
    public void Every_result_can_be_shown_alone_and_in_a_list_whatever_its_texts_hold() => Assert.All(SampleResults.All, result =>
    {
        Assert.NotEmpty(Show(ResultViews.Of(result.GetType()), result, many: true));
        Assert.NotEmpty(Show(ResultViews.Of(result.GetType()), result, many: false));
        Assert.NotEmpty(Show(new PropertyView(result.GetType()), result, many: true));
        Assert.NotEmpty(Show(new PropertyView(result.GetType()), result, many: false));
    });

    [Fact]
    public void A_backup_that_was_not_restored_is_not_called_proven()
    {
        Assert.Contains("not yet", Show(new LogicalBackupView(), SampleResults.Backup, many: false), StringComparison.Ordinal);
        Assert.Contains("not proven", Show(new MigrationRunView(), SampleResults.Run, many: false), StringComparison.Ordinal);
        Assert.Contains("not checked", Show(new BackupTestView(), SampleResults.All.OfType<BackupTest>().Single(), many: true), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_says_what_happened_where_what_state_things_are_in_and_what_to_run_next()
    {
        var text = new StringWriter();
        ErrorView.Write(Terminal.OfTexts(TextWriter.Null, text).Error, new DbSafetyException("MigrationFailed", ErrorKind.FailedRolledBack, "It [failed].")
        {
            State = "It was rolled back.",
            NextStep = "dbsafety status",
            Script = "migrations/0003_add.sql",
            Line = 12,
            Column = 5,
            Detail = ["because of that"],
        }, verbose: false);
        Assert.Equal("""
            ✗ It [failed].
              migrations/0003_add.sql:12:5
              because of that
              State  It was rolled back.
              Next   dbsafety status
              MigrationFailed, exit code 8

            """, text.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(12_345_678, "12.3 MB")]
    [InlineData(999_999_999, "1.0 GB")]
    [InlineData(123_456_789_012, "123 GB")]
    public void Sizes_are_for_people(long bytes, string text) => Assert.Equal(text, Units.Bytes(bytes));

    [Theory]
    [InlineData(0.0124, "12 ms")]
    [InlineData(3.44, "3.4 s")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(5400, "1 h 30 min")]
    public void Durations_are_for_people(double seconds, string text) => Assert.Equal(text, Units.Duration(TimeSpan.FromSeconds(seconds)));

    private static string Show(IResultView view, object result, bool many)
    {
        var text = new StringWriter();
        Terminal.OfTexts(text, TextWriter.Null).Output.Write(view.Render([result], many));
        return text.ToString();
    }
}
