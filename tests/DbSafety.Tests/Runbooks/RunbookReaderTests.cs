using DbSafety.Core.Errors;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;
using Xunit;

namespace DbSafety.Tests.Runbooks;

public sealed class RunbookReaderTests
{
    [Fact]
    public void A_full_runbook_is_read()
    {
        var runbook = RunbookReader.Parse("""
            runbook: 1
            name: full
            description: Everything at once.
            trigger: migration.failed
            inputs:
              run: { type: string, required: true, pattern: "[0-9a-z-]+" }
              wait: { type: duration, default: 90s }
              loud: { type: bool, default: false }
            commands: [Stop-Service]
            steps:
              - step: Look
                id: look
                run:
                  - Get-SafeMigration: { Id: [$inputs.run], Pending: true }
                timeout: 90s
                retry: { count: 2, delay: 500ms, backoff: 2, max: 5s, errors: [Connection] }
                expect: $output.State -eq 'applied'
                resume: rerun
                onFailure: { escalate: other, with: { cause: $failed } }
              - step: Group
                when: $inputs.loud
                steps:
                  - ask: { text: "Who owns ${inputs.run}, for $$5?", fields: [owner] }
                  - approve: { subject: [$steps.look], point: afterRollback }
                  - { call: other, with: { x: 1 } }
                onFailure: continue
            always:
              - step: Tell
                run: Get-SafeMigration
            """, "full.yaml");

        Assert.Equal(("full", "migration.failed"), (runbook.Name, runbook.Trigger));
        Assert.Equal(["run", "wait", "loud"], runbook.Inputs.Select(input => input.Name));
        Assert.Equal("Stop-Service", Assert.Single(runbook.Commands).Name);
        var look = runbook.Steps[0];
        Assert.Equal((TimeSpan.FromSeconds(90), ResumeRule.Rerun, "other"), (look.Timeout, look.Resume, look.OnFailure.EscalatesTo));
        Assert.Equal(new RetryRule(2, TimeSpan.FromMilliseconds(500), 2, TimeSpan.FromSeconds(5), ["Connection"]) { Errors = look.Retry!.Errors }, look.Retry);
        var group = Assert.IsType<GroupAction>(runbook.Steps[1].Action);
        Assert.True(runbook.Steps[1].OnFailure.Continues);
        var ask = Assert.IsType<AskAction>(group.Steps[0].Action);
        Assert.Equal("Who owns r-1, for $5?", (string?)ask.Text.Resolve(new RunScope(new() { ["run"] = "r-1" }, [])));
        Assert.IsType<ApproveAction>(group.Steps[1].Action);
        Assert.IsType<CallAction>(group.Steps[2].Action);
        Assert.Single(runbook.Always);
    }

    [Theory]
    [InlineData("no", "\"no\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("false", "false")]
    [InlineData("'false'", "\"false\"")]
    [InlineData("010", "10")]
    [InlineData("0o10", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("1.50", "1.50")]
    [InlineData("2s", "\"2s\"")]
    [InlineData("~", "null")]
    [InlineData("2024-12-15", "\"2024-12-15\"")]
    [InlineData("-3", "-3")]
    [InlineData("- 3", "[3]")]
    public void A_value_has_the_type_that_YAML_1_2_gives_it(string written, string expected)
    {
        var runbook = RunbookReader.Parse($"runbook: 1\nname: x\nsteps:\n  - step: s\n    run:\n      - Get-SafeMigration:\n          Id:\n            {written}\n", "x.yaml");

        var value = Assert.IsType<PipelineAction>(runbook.Steps[0].Action).Commands[0].Parameters["Id"].Resolve(new RunScope([], []));
        Assert.Equal(expected, value?.ToJsonString() ?? "null");
    }

    [Theory]
    [InlineData("runbook: 1\nsteps: *x", "RunbookFileForm", 2)]
    [InlineData("runbook: 1\nname: x\nsteps: &a [ ]", "RunbookFileForm", 3)]
    [InlineData("runbook: 1\nname: !!str x\nsteps: []", "RunbookFileForm", 2)]
    [InlineData("runbook: 1\nname: x\nname: y", "RunbookKeyDuplicate", 3)]
    [InlineData("runbook: 2\nname: x\nsteps: [{ step: a, run: Get-SafeMigration }]", "RunbookValueInvalid", 1)]
    [InlineData("runbook: 1\nname: x\nstep: []", "RunbookKeyUnknown", 3)]
    [InlineData("runbook: 1\nname: x\nsteps: [{ step: a, run: Get-SafeMigration, timeout: soon }]", "RunbookValueInvalid", 3)]
    [InlineData("runbook: 1\nname: x\nsteps: [{ step: a, run: { Get-SafeMigration: { Id: $input.x } } }]", "RunbookValueInvalid", 3)]
    [InlineData("runbook: 1\nname: x\nsteps: [{ step: a, ask: b, run: c }]", "RunbookValueInvalid", 3)]
    [InlineData("runbook: 1\nname: x\nsteps: [{ run: Get-SafeMigration }]", "RunbookValueInvalid", 3)]
    [InlineData("runbook: 1\nname: x\nsteps: [{ step: a, run: Get-SafeMigration, expect: '$output.x -is 3' }]", "RunbookValueInvalid", 3)]
    [InlineData("runbook: 1\nname: x\ncommands: [scripts/a.ps1]\nsteps: [{ step: a, run: Get-SafeMigration }]", "RunbookValueInvalid", 3)]
    [InlineData("runbook: 1\nname: x\ninputs: { a: { pattern: '(' } }\nsteps: [{ step: a, run: Get-SafeMigration }]", "RunbookValueInvalid", 3)]
    [InlineData("runbook: 1\nname: x", "RunbookValueInvalid", 2)]
    [InlineData("a: b: c", "RunbookFileMalformed", 1)]
    public void What_is_wrong_is_told_with_its_place(string text, string id, int line)
    {
        var error = Assert.Throws<DbSafetyException>(() => RunbookReader.Parse(text, "x.yaml"));

        Assert.Equal((id, line), (error.Id, error.Line));
        Assert.NotNull(error.NextStep);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var error = Assert.Throws<DbSafetyException>(() => RunbookReader.Parse("runbook: 1\nname: X\nsteps:\n  - run: a\n    tmeout: 3s\n", "x.yaml"));

        Assert.Contains("Did you mean 'timeout'", string.Join('\n', error.Detail.Append(error.Message)), StringComparison.Ordinal);
        Assert.Contains("no sentence", string.Join('\n', error.Detail.Append(error.Message)), StringComparison.Ordinal);
    }
}
