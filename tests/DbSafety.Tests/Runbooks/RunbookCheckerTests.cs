using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Tests.Examples;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Runbooks;

public sealed class RunbookCheckerTests
{
    public static TheoryData<string> BuiltIn => [.. new RunbookStore(null, new TestHost()).Names];

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_built_in_runbook_has_no_problem(string name)
    {
        var store = new RunbookStore(null, new TestHost());

        Assert.Empty(RunbookChecker.Check(RunbookLibrary.Load(store.Load(name), store.Load)));
    }

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("module/en-US/about_DbSafety_Runbooks.help.txt", 1)]
    public async Task The_runbooks_that_are_shown_as_examples_have_no_problem(string file, int count)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(FarmFiles.Root, "..", "..", file));
        var found = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart() != "runbook: 1")
                continue;
            var indent = lines[i].Length - lines[i].TrimStart().Length;
            var text = lines.Skip(i).TakeWhile(line => line.Length == 0 || (line.Length - line.TrimStart().Length >= indent && line != "```")).Select(line => line.Length > indent ? line[indent..] : "");
            var runbook = RunbookReader.Parse(string.Join('\n', text), file);
            Assert.Empty(RunbookChecker.Check(RunbookLibrary.Load(runbook, new RunbookStore(null, new TestHost()).Load)));
            found++;
        }

        Assert.Equal(count, found);
    }

    [Fact]
    public void The_procedures_of_the_seed_have_its_five_steps_each()
    {
        var store = new RunbookStore(null, new TestHost());

        Assert.All(store.Names, name => Assert.Equal(5, store.Load(name).Steps.Count + store.Load(name).Always.Count));
        Assert.Equal(["migration-failed", "rollback", "rollback-failed", "safe-migration"], store.Names);
    }

    [Theory]
    [InlineData("run: Get-SafeMigraton", "Did you mean 'Get-SafeMigration'")]
    [InlineData("run: { Get-SafeMigration: { Idd: x } }", "Did you mean 'Id'")]
    [InlineData("run: { Get-SafeMigration: { Pending: 'yes' } }", "takes true or false")]
    [InlineData("run: { Get-LogicalBackup: { Last: many } }", "takes a whole number")]
    [InlineData("run: { Restore-FromBackup: { Mode: Sideways } }", "takes one of Auto")]
    [InlineData("run: { Undo-SafeMigration: { Id: x, Force: true } }", "is not given to a step")]
    [InlineData("run: { Approve-SafetyPlan: { Plan: x } }", "is a person's decision")]
    [InlineData("run: New-SafeMigration", "needs Description")]
    [InlineData("run: { Invoke-SafetyRunbook: { Name: rollback } }", "is not run by a step")]
    [InlineData("{ run: { Undo-SafeMigration: { Id: x } }, retry: { count: 2 } }", "cannot be tried again")]
    [InlineData("run: { Get-SafeMigration: { Id: [$inputs.nix] } }", "is not an input")]
    [InlineData("run: { Get-SafeMigration: { Id: [$steps.later.Id] } }", "not the id of a step before")]
    [InlineData("{ run: Get-SafeMigration, expect: $output.Stat -eq 'x' }", "Did you mean 'State'")]
    [InlineData("{ run: Get-SafeMigration, when: $output.State -eq 'x' }", "only there in expect")]
    [InlineData("run: { Get-SafeMigration: { Id: [$run.name] } }", "The run has")]
    [InlineData("call: nowhere", "There is no runbook 'nowhere'")]
    [InlineData("call: x", "leads back to it")]
    [InlineData("call: migration-failed", "needs the input migration")]
    [InlineData("{ call: migration-failed, with: { migration: a, runn: b } }", "has no input runn")]
    [InlineData("{ run: Stop-Service }", "the header does not name it")]
    public void What_would_go_wrong_in_a_run_is_found_before_it(string step, string expected)
    {
        var body = step.StartsWith('{') ? step[1..^1].Trim() : step;
        var runbook = RunbookReader.Parse($"runbook: 1\nname: x\nsteps:\n  - {{ step: a, {body} }}\n  - {{ step: b, id: later, run: Get-SafeMigration }}\n", "x.yaml");
        var store = new RunbookStore(null, new TestHost());

        var problems = RunbookChecker.Check(RunbookLibrary.Load(runbook, name => name == "x" ? runbook : store.Load(name)));

        var problem = Assert.Single(problems, problem => (problem.Message + problem.Next).Contains(expected, StringComparison.Ordinal));
        Assert.Equal(4, problem.Place.Line);
    }
}
