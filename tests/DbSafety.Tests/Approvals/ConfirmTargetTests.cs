using DbSafety.Core.Results.Approvals;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>Production is approved by its name: typed, or given in the command.</summary>
public sealed class ConfirmTargetTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_can_type_it_neither_silence_nor_force_stands_in_for_the_name(bool force)
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.SubmitAsync();
        bench.Project.Variables.Remove("DBSAFETY_KEY_PASSPHRASE");
        var error = await bench.ApproveFailsAsync("ada", options => (options.ConfirmTarget, options.Force) = (null, force));
        Assert.Equal("ConfirmationNeeded", error.Id);
        Assert.Contains("--confirm-target main", error.NextStep, StringComparison.Ordinal);
        Assert.Empty(bench.Files("*.decision-*.json"));
    }

    [Fact]
    public async Task The_name_of_another_target_signs_nothing()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.SubmitAsync();
        Assert.Equal("ApprovalDeclined", (await bench.ApproveFailsAsync("ada", options => options.ConfirmTarget = "staging")).Id);
        Assert.Empty(bench.Files("*.decision-*.json"));
    }

    [Theory]
    [InlineData("main", true, true)]
    [InlineData("main", false, true)]
    [InlineData("yes", true, false)]
    public async Task At_a_console_the_name_is_typed_also_with_force(string typed, bool force, bool signs)
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.SubmitAsync();
        bench.Project.Answer = _ => typed;
        if (signs)
            Assert.Equal(PlanApprovalState.Approved, (await bench.ApproveAsync("ada", options => (options.ConfirmTarget, options.Force) = (null, force))).State);
        else
            Assert.Equal("ApprovalDeclined", (await bench.ApproveFailsAsync("ada", options => (options.ConfirmTarget, options.Force) = (null, force))).Id);
        var question = bench.Project.Host.Questions.Single(question => !question.IsSecret);
        Assert.Contains("Type the target's name, main", question.Text, StringComparison.Ordinal);
        Assert.Contains(question.Detail, line => line.StartsWith("Asked for by tester, as the signature shows", StringComparison.Ordinal));
        Assert.Contains(question.Detail, line => line.StartsWith("Bound to the plan sha256:", StringComparison.Ordinal));
    }
}
