using DbSafety.Cli.Arguments;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using Xunit;

namespace DbSafety.Tests.Cli;

public sealed class ConsoleHostTests
{
    private static readonly Confirmation High = new("table products", "Replace 3 rows", ChangeImpact.High, ["row 1"]);
    private static readonly Confirmation Medium = new("database farm", "Apply 2 migrations", ChangeImpact.Medium);
    private static readonly Question Choice = new("Approval", "Approve?", ["plan"], ["no", "yes"]);
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task A_dangerous_change_is_refused_where_nobody_can_answer()
    {
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => Host().ConfirmAsync(High, CancellationToken.None));
        Assert.Equal("ConfirmationNeeded", error.Id);
        Assert.Equal(ExitCode.NotApproved, error.ExitCode);
        Assert.Contains("--force", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_answers_yes() => Assert.True(await Host(force: true).ConfirmAsync(High, CancellationToken.None));

    [Fact]
    public async Task What_if_shows_it_and_answers_no_even_with_force()
    {
        Assert.False(await Host(whatIf: true, force: true).ConfirmAsync(High, CancellationToken.None));
        Assert.Contains("What if: Replace 3 rows — table products", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("Yes\n", true)]
    [InlineData("n\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    [InlineData("yesterday\n", false)]
    public async Task A_person_confirms_with_yes_only(string typed, bool confirmed)
    {
        Assert.Equal(confirmed, await Host(typed).ConfirmAsync(High, CancellationToken.None));
        Assert.Contains("row 1", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_change_that_can_be_taken_back_is_not_asked_about_unless_wished()
    {
        Assert.True(await Host("n\n").ConfirmAsync(Medium, CancellationToken.None));
        Assert.False(await Host("n\n", global: new GlobalOptions { Confirm = true }).ConfirmAsync(Medium, CancellationToken.None));
    }

    [Theory]
    [InlineData("yes\n", "yes")]
    [InlineData("Y\n", "yes")]
    [InlineData("\n", "no")]
    [InlineData("", "no")]
    [InlineData("maybe\nyes\n", "yes")]
    public async Task A_choice_is_asked_for_until_it_is_one_and_an_empty_answer_changes_nothing(string typed, string answer) =>
        Assert.Equal(answer, await Host(typed).AskAsync(Choice, CancellationToken.None));

    [Fact]
    public void Steps_are_lines_on_the_output_and_on_standard_error_beside_JSON()
    {
        Host().Step(new StepReport(1, 5, "Create backup", StepState.Succeeded, "2 tables"));
        Assert.Equal("✓ 1/5 Create backup done 2 tables", _output.ToString().Trim());

        Host(global: new GlobalOptions { Json = true }).Step(new StepReport(2, 5, "Run migration", StepState.Failed));
        Assert.Equal("✗ 2/5 Run migration failed", _error.ToString().Trim());
    }

    [Fact]
    public void Quiet_leaves_warnings_only()
    {
        var host = Host(global: new GlobalOptions { Quiet = true });
        host.Step(new StepReport(1, 5, "Create backup", StepState.Succeeded));
        host.Verbose("detail");
        host.Warning("take care");
        Assert.Empty(_output.ToString());
        Assert.Equal("Warning: take care", _error.ToString().Trim());
    }

    private ConsoleHost Host(string? typed = null, bool whatIf = false, bool force = false, GlobalOptions? global = null)
    {
        var terminal = Terminal.OfTexts(_output, _error, new StringReader(typed ?? ""), canAsk: typed is not null);
        var narrator = new PlainNarrator(terminal, toError: global?.Json ?? false, TimeProvider.System);
        return new ConsoleHost(narrator, new ConsoleQuestions(narrator, terminal), global ?? new GlobalOptions(), whatIf, force);
    }
}
