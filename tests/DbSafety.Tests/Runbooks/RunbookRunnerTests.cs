using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;
using Xunit;

namespace DbSafety.Tests.Runbooks;

public sealed class RunbookRunnerTests
{
    [Fact]
    public async Task Steps_are_run_in_order_and_hand_their_results_on()
    {
        using var bench = new RunBench("""
            name: main
            steps:
              - { step: one, id: a, run: { Add-Row: { x: "1" } } }
              - { step: left out, when: $steps.a.X -eq '2', run: { Add-Row: { x: "2" } } }
              - step: group
                id: g
                steps:
                  - { id: inner, run: { Add-Row: { x: "3${steps.a.X}" } } }
                  - { run: { Add-Row: { x: $steps.inner.X } } }
              - { step: last, run: { Add-Row: { x: $steps.g.X } }, expect: $output.X -eq '31' }
            """);

        Assert.Equal(RunStatus.Succeeded, await bench.RunAsync());
        Assert.Equal(["Add-Row 1", "Add-Row 31", "Add-Row 31", "Add-Row 31"], bench.Done);
        Assert.Equal(["1 Succeeded", "2 Skipped", "3 Succeeded", "3.1 Succeeded", "3.2 Succeeded", "4 Succeeded"], bench.Run.Steps.Select(step => $"{step.Address} {step.State}"));
    }

    [Fact]
    public async Task A_run_with_a_failed_step_never_ends_succeeded()
    {
        using var stopped = Bench("");
        using var passedOver = Bench(", onFailure: continue");
        using var escalated = Bench(", onFailure: { escalate: other, with: { cause: $failed.error.id } }");

        Assert.Equal(RunStatus.Failed, await stopped.RunAsync());
        Assert.Equal(["Tell-All"], stopped.Done);
        Assert.Equal(RunStatus.Recovered, await passedOver.RunAsync());
        Assert.Equal(["Add-Row", "Tell-All"], passedOver.Done);
        Assert.Equal(RunStatus.Escalated, await escalated.RunAsync());
        Assert.Equal(["Mend-It Broken", "Tell-All"], escalated.Done);

        static RunBench Bench(string rule) => new RunBench($$"""
            name: main
            steps:
              - { step: fails, run: Break-It{{rule}} }
              - { step: next, run: Add-Row }
            always:
              - { step: tell, run: Tell-All }
            """, """
            name: other
            inputs: { cause: { type: string } }
            steps: [{ step: mend, run: { Mend-It: { x: $inputs.cause } } }]
            """).On("Break-It", () => throw new DbSafetyException("Broken", ErrorKind.CheckFailed, "It broke."));
    }

    [Fact]
    public async Task An_object_that_says_that_it_did_not_pass_fails_its_step_unless_the_step_expects_something_else()
    {
        using var bench = new RunBench("""
            name: main
            steps:
              - { step: lenient, run: Ask-It, expect: $output.Rows -ge 0 }
              - { step: strict, run: Ask-It }
            """).On("Ask-It", () => new { Passed = false, Rows = 3 });

        Assert.Equal(RunStatus.Failed, await bench.RunAsync());
        Assert.Equal(["Succeeded", "Failed"], bench.Run.Steps.Select(step => step.State.ToString()));
        Assert.Equal("RunbookCheckNotPassed", bench.Run.Steps[1].ErrorId);
    }

    [Fact]
    public async Task A_step_that_gives_nothing_does_not_meet_an_expectation_of_its_output()
    {
        using var bench = new RunBench("""
            name: main
            steps: [{ step: empty, run: Find-It, expect: $output.Rows -eq 0 }]
            """).On("Find-It", () => null);

        Assert.Equal(RunStatus.Failed, await bench.RunAsync());
        Assert.Contains("gave nothing", bench.Run.Steps[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_is_tried_again_for_the_errors_that_its_rule_names_only()
    {
        var left = 2;
        using var bench = new RunBench("""
            name: main
            steps:
              - { step: flaky, run: Reach-It, retry: { count: 3, delay: 1ms, errors: [Connection] } }
              - { step: broken, run: Break-It, retry: { count: 3, delay: 1ms, errors: [Connection] } }
            """)
            .On("Reach-It", () => left-- > 0 ? throw new DbSafetyException("Lost", ErrorKind.Connection, "lost") : new { Ok = true })
            .On("Break-It", () => throw new DbSafetyException("Broken", ErrorKind.CheckFailed, "broken"));

        Assert.Equal(RunStatus.Failed, await bench.RunAsync());
        Assert.Equal([3, 1], bench.Run.Steps.Select(step => step.Attempts));
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_cancelled_and_times_out()
    {
        using var bench = new RunBench("""
            name: main
            steps: [{ step: slow, run: Wait-Long, timeout: 50ms }]
            """).On("Wait-Long", async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return null;
            });

        Assert.Equal(RunStatus.Failed, await bench.RunAsync());
        Assert.Equal((StepState.TimedOut, "RunbookStepTimedOut"), (bench.Run.Steps[0].State, bench.Run.Steps[0].ErrorId));
    }

    [Fact]
    public async Task A_run_waits_where_nobody_can_answer_and_goes_on_with_the_answer()
    {
        using var bench = new RunBench("""
            name: main
            steps:
              - { step: first, run: { Add-Row: { x: "1" } } }
              - { step: who, id: who, ask: { text: Who owns it?, fields: [owner, due] } }
              - { step: last, run: { Add-Row: { x: $steps.who.owner } } }
            """);

        Assert.Equal(RunStatus.Waiting, await bench.RunAsync());
        Assert.Equal((RunStatus.Waiting, "Who owns it?"), (bench.Run.Status, bench.Run.Question));
        bench.Host.Answer = question => question.Text == "owner" ? "Ann" : "Friday";
        Assert.Equal(RunStatus.Succeeded, await bench.RunAsync());
        Assert.Equal(["Add-Row 1", "Add-Row Ann"], bench.Done);
    }

    [Fact]
    public async Task A_run_that_is_stopped_takes_the_steps_under_always_and_can_be_resumed()
    {
        using var stop = new CancellationTokenSource();
        var slow = true;
        using var bench = new RunBench("""
            name: main
            steps:
              - { step: first, run: { Add-Row: { x: "1" } } }
              - { step: slow, run: Wait-Long, resume: rerun }
              - { step: last, run: { Add-Row: { x: "2" } } }
            always:
              - { step: tell, run: Tell-All }
            """).On("Wait-Long", async (_, token) =>
            {
                if (slow)
                    await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
                return null;
            });

        Assert.Equal(RunStatus.Cancelled, await bench.RunAsync(cancellationToken: stop.Token));
        Assert.Equal(["Add-Row 1", "Tell-All"], bench.Done);
        Assert.Equal(RunStatus.Cancelled, bench.Run.Status);
        slow = false;
        Assert.Equal(RunStatus.Succeeded, await bench.RunAsync());
        Assert.Equal(["Add-Row 1", "Tell-All", "Wait-Long", "Add-Row 2", "Tell-All"], bench.Done);
    }

    [Fact]
    public async Task A_run_can_be_stopped_from_another_process_by_its_folder()
    {
        using var bench = new RunBench("""
            name: main
            steps: [{ step: slow, run: Wait-Long }]
            """);
        bench.On("Wait-Long", async (_, token) =>
        {
            new RunFolder(bench.Folder).WantStop(bench.Host);
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });

        Assert.Equal(RunStatus.Cancelled, await bench.RunAsync());
    }

    [Fact]
    public async Task A_journal_that_was_changed_is_refused_with_its_line()
    {
        using var bench = new RunBench("""
            name: main
            steps: [{ step: first, run: { Add-Row: { x: secret } } }]
            """);
        await bench.RunAsync();
        var path = Path.Combine(bench.Folder, RunJournal.FileName);
        var lines = await File.ReadAllLinesAsync(path);

        foreach (var (altered, line) in new[]
        {
            (lines.Select(text => text.Replace("secret", "public", StringComparison.Ordinal)), 2),
            (lines.Where((_, index) => index != 1), 2),
            (lines.Take(1).Append(lines[2]).Append(lines[1]).Append(lines[3]), 2),
            (lines.Append(lines[^1]), 5),
        })
        {
            await File.WriteAllTextAsync(path, string.Concat(altered.Select(text => text + "\n")));
            var error = Assert.Throws<DbSafetyException>(() => RunJournal.Read(bench.Folder));
            Assert.Equal(("RunJournalAltered", line), (error.Id, error.Line));
        }

        // What a kill leaves of a line that was being written never counted.
        await File.WriteAllTextAsync(path, string.Join('\n', lines[..3]) + "\n" + lines[3][..20]);
        Assert.Equal(3, RunJournal.Read(bench.Folder).Count);
    }

    [Fact]
    public async Task A_connection_that_a_step_is_given_is_not_written_into_the_journal()
    {
        using var bench = new RunBench("""
            name: main
            steps: [{ step: first, run: { Get-SafeMigration: { Connection: "Host=h;Password=hunter2" } } }]
            """);
        await bench.RunAsync();

        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(Path.Combine(bench.Folder, RunJournal.FileName)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_are_bound_by_type_and_what_is_wrong_is_told()
    {
        using var bench = new RunBench("""
            name: main
            inputs: { n: { type: int, required: true }, b: { type: bool, default: false }, c: { values: [red, green], default: red } }
            steps: [{ step: a, run: { Add-Row: { x: "${inputs.n} ${inputs.b} ${inputs.c}" } } }]
            """);

        await bench.RunAsync(inputs: ["N=3", "b=true"]);
        Assert.Equal(["Add-Row 3 true red"], bench.Done);
        foreach (var words in new[] { [], ["n=x"], ["n=1", "c=blue"], ["n=1", "d=1"], ["n=1", "n=2"], new[] { "n" } })
            Assert.Equal("RunbookInputInvalid", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.RunAsync(inputs: words))).Id);
    }
}
