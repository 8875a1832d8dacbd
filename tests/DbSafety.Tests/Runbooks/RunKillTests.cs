using DbSafety.Core.Results.Runs;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>The runner dies at its journal's lines. Each run is resumed to its end, and no step that changes something is run twice or lost.</summary>
public sealed class RunKillTests
{
    private static readonly string[] Runbooks =
    [
        """
        name: main
        inputs: { who: { default: me } }
        steps:
          - { step: one, id: a, run: { Add-Row: { x: "1" } } }
          - step: two
            steps:
              - { id: b, run: { Add-Row: { x: "2" } } }
              - { run: { Add-Row: { x: "3${inputs.who}" } } }
          - { step: three, call: other, with: { n: "1" } }
          - { step: four, run: Break-It, onFailure: continue }
          - { step: five, run: Break-It, onFailure: { escalate: other, with: { n: "9" } } }
          - { step: never, run: { Add-Row: { x: never } } }
        always:
          - { step: six, run: { Add-Row: { x: "6" } } }
        """,
        """
        name: other
        inputs: { n: { required: true } }
        steps:
          - { step: inner, run: { Add-Row: { x: "other ${inputs.n}" } } }
          - { step: ask, ask: Who? }
        """,
    ];

    private static readonly string[] Once = ["Add-Row 1", "Add-Row 2", "Add-Row 3me", "Add-Row other 1", "Add-Row other 9", "Add-Row 6"];

    [Fact]
    public async Task A_run_that_dies_at_any_line_of_its_journal_is_resumed_to_its_end()
    {
        var lines = await LinesAsync();
        for (var line = 1; line <= lines; line++)
        {
            await KillAndResumeAsync([(line, true)]);
            await KillAndResumeAsync([(line, false)]);
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Five_hundred_runs_that_die_again_and_again_are_resumed_to_their_end()
    {
        var lines = await LinesAsync();
        var random = new Random(4711);
        for (var i = 0; i < (TestRun.IsLong ? 500 : 10); i++)
            await KillAndResumeAsync([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (random.Next(1, lines + 1), random.Next(2) == 0))]);
    }

    private static async Task<int> LinesAsync()
    {
        using var bench = Bench();
        Assert.Equal(RunStatus.Escalated, await bench.RunAsync());
        Assert.Equal(Once, bench.Done);
        return bench.Events.Count;
    }

    private static RunBench Bench()
    {
        var bench = new RunBench(Runbooks).On("Break-It", () => throw new Core.Errors.DbSafetyException("Broken", Core.Errors.ErrorKind.CheckFailed, "It broke."));
        // The person looks at what is there: whether the step's row had come in before the process died.
        bench.Host.Answer = question => question.Choices.Count == 0 ? "Ann" : bench.Done.Count > 0 && Asked(bench) is { } row && bench.Done.Contains(row) ? "done" : "again";
        return bench;
    }

    private static string? Asked(RunBench bench)
    {
        var started = bench.Events.Last(item => item.Kind == Engine.Runbooks.Journals.RunEventKind.StepStarted);
        var command = started.Detail["commands"]?[0]?.AsObject().First();
        return command is null ? null : $"{command.Value.Key} {(string?)command.Value.Value?["x"]}".Trim();
    }

    private static bool HasEnded(RunBench bench) => bench.Events is [.., { Kind: Engine.Runbooks.Journals.RunEventKind.RunEnded }];

    private static async Task KillAndResumeAsync(IReadOnlyList<(int Line, bool Before)> kills)
    {
        using var bench = Bench();
        foreach (var (line, before) in kills)
        {
            try
            {
                await bench.RunAsync(journal => new KillingJournal(journal, line, before));
                break;
            }
            catch (KilledException)
            {
                // It is resumed, unless its end was written: that is refused.
                if (HasEnded(bench))
                    break;
            }
        }

        if (!HasEnded(bench))
            Assert.Equal(RunStatus.Escalated, await bench.RunAsync());
        Assert.Equal(RunStatus.Escalated, bench.Run.Status);
        Assert.Equal(Once, bench.Done);
    }
}
