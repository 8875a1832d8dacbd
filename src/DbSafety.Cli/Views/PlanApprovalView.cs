using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Approvals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class PlanApprovalView : ResultView<PlanApproval>
{
    protected override IRenderable List(IReadOnlyList<PlanApproval> results)
    {
        var table = Parts.Table("Plan", "What", "Target", "State", "Asked for by", "Until", "Approved by");
        foreach (var result in results)
        {
            table.AddRow(
                $"[bold]{Parts.Safe(Short(result))}[/]",
                Parts.Safe(result.Action),
                Parts.Safe($"{result.Target} ({result.Environment})"),
                IsMarked(result) ? "[bold red]BREAK-GLASS, not countersigned[/]" : State(result),
                Parts.Safe(result.Requester),
                result.Expires is { } expires ? Units.Moment(expires) : "",
                Parts.Safe(People(result)));
        }

        return table;
    }

    protected override IRenderable One(PlanApproval result) => Parts.Stack(
        Parts.Lines(result.Content),
        Parts.Facts(
            ("State", State(result)),
            ("Plan", Parts.Safe(result.Plan)),
            ("File", Parts.Safe(result.Path)),
            ("Target", $"[bold]{Parts.Safe(result.Target)}[/] ({Parts.Safe(result.Environment)})"),
            ("Asked for", result.Requester is null ? null : Parts.Safe($"by {result.Requester}: {result.Reason}")),
            ("Until", result.Expires is { } expires ? Units.Moment(expires) : null),
            ("Approved", result.Decisions.Count == 0 ? null : Parts.Safe(string.Join("\n", result.Decisions.Select(decision => $"{decision.Person} ({decision.Decision}): {decision.Reason}")))),
            ("People", $"{result.Decisions.Select(decision => decision.Person).Distinct().Count()} of {result.PeopleNeeded}"),
            ("Problems", result.Problems.Count == 0 ? null : $"[red]{Parts.Safe(string.Join("\n", result.Problems))}[/]"),
            ("To sign", result.ToSign is null ? null : Parts.Safe(result.ToSign)),
            ("Next", result.NextStep is null ? null : Parts.Safe(result.NextStep))));

    private static string State(PlanApproval result) => result.State switch
    {
        PlanApprovalState.Approved => "[green]approved[/]",
        PlanApprovalState.BreakGlass => "[bold red]BREAK-GLASS[/]",
        PlanApprovalState.Denied or PlanApprovalState.Invalid => $"[red]{result.State.ToString().ToLowerInvariant()}[/]",
        PlanApprovalState.Requested => "[yellow]waits[/]",
        _ => $"[grey]{result.State.ToString().ToLowerInvariant()}[/]",
    };

    // What is owed because somebody acted alone.
    private static bool IsMarked(PlanApproval result) => result is { Action: "owed", State: PlanApprovalState.Requested } && result.Problems.Any(problem => problem.Contains("BREAK-GLASS", StringComparison.Ordinal));

    private static string Short(PlanApproval result) => result.Plan.Length > 19 ? result.Plan["sha256:".Length..][..12] : result.Plan;

    private static string People(PlanApproval result) => string.Join(", ", result.Decisions.Select(decision => decision.Person));
}
