using DbSafety.Core.Hosting;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>Narrates in lines that are never taken back, for files, pipes and the logs of unattended runs.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="toError">True when standard output belongs to a JSON document.</param>
/// <param name="time">The clock, for rates and for the pace of the lines.</param>
internal sealed class PlainNarrator(Terminal terminal, bool toError, TimeProvider time) : INarrator
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ActivityMeter Meter, TimeSpan Said)> _activities = [];

    public bool Paused { get; set; }

    private IAnsiConsole Console => toError ? terminal.Error : terminal.Output;

    public void Step(StepReport step)
    {
        lock (_gate)
        {
            if (step.State is not (StepState.Pending or StepState.Running))
                Console.MarkupLine(StepText.Markup(step));
        }
    }

    public void Progress(ProgressReport progress)
    {
        lock (_gate)
        {
            if (!_activities.TryGetValue(progress.Activity, out var known))
                known = (new ActivityMeter(time), TimeSpan.Zero);
            var (meter, said) = known;
            meter.Take(progress);

            // What takes less than a breath is not worth a line; what takes long says now and then that it lives.
            if (progress.Completed ? meter.Elapsed > TimeSpan.FromSeconds(1) : meter.Elapsed - said >= Pace)
            {
                Console.WriteLine(Line(meter));
                said = meter.Elapsed;
            }

            if (progress.Completed)
                _activities.Remove(progress.Activity);
            else
                _activities[progress.Activity] = (meter, said);
        }
    }

    public void Write(Action<Terminal> write)
    {
        lock (_gate)
            write(terminal);
    }

    public void Dispose()
    {
    }

    private static string Line(ActivityMeter meter)
    {
        var report = meter.Report;
        // The last report of an activity need not have counted all of it.
        if (report.Completed)
            return $"  {report.Activity}: took {Units.Duration(meter.Elapsed)}";
        var item = report.Item.Length > 0 ? report.Item + ", " : "";
        var of = report.Total is { } total ? $" of {(report.TotalIsEstimate ? "about " : "")}{Units.Amount(total, report.Unit)}" : "";
        var rows = report.Rows is > 0 and var count && report.Unit != "rows" ? $", {Units.Count(count, "row")}" : "";
        return $"  {report.Activity}: {item}{Units.Amount(report.Done, report.Unit)}{of}{rows}, {Units.Duration(meter.Elapsed)}";
    }
}
