using DbSafety.Core.Hosting;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>
/// Narrates on a screen: what has ended scrolls up, what is under way stays in the last lines and is written over. It draws by itself,
/// since questions and results come between, which a live display that owns the screen does not allow.
/// </summary>
internal sealed class LiveNarrator : INarrator
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(120);
    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ActivityMeter> _activities = [];
    private readonly LiveLines _lines;
    private (StepReport Step, long Since)? _step;
    private int _frame;

    public LiveNarrator(Terminal terminal, TimeProvider time)
    {
        _terminal = terminal;
        _time = time;
        _lines = new LiveLines(terminal.Output);
        _timer = time.CreateTimer(_ => Tick(), null, Frame, Frame);
    }

    public bool Paused { get; set; }

    public void Step(StepReport step)
    {
        lock (_gate)
        {
            _step = step.State == StepState.Running ? (step, _time.GetTimestamp()) : null;
            if (step.State is StepState.Running or StepState.Pending)
            {
                Draw();
                return;
            }

            _lines.Clear();
            _terminal.Output.MarkupLine(StepText.Markup(step));
            Draw();
        }
    }

    public void Progress(ProgressReport progress)
    {
        lock (_gate)
        {
            if (progress.Completed)
            {
                _activities.Remove(progress.Activity);
                return;
            }

            if (!_activities.TryGetValue(progress.Activity, out var meter))
                _activities[progress.Activity] = meter = new ActivityMeter(_time);
            meter.Take(progress);
        }
    }

    public void Write(Action<Terminal> write)
    {
        lock (_gate)
        {
            _lines.Clear();
            write(_terminal);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer.Dispose();
            _activities.Clear();
            _step = null;
            _lines.Clear();
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            _frame++;
            Draw();
        }
    }

    private void Draw()
    {
        if (Paused)
            return;
        var lines = new List<string>();
        if (_step is var (step, since))
        {
            lines.Add($"[blue]{ActivityLine.Spinner(_frame)}[/] {step.Number}/{step.Count} [bold]{step.Name.EscapeMarkup()}[/]"
                + $" [grey]… {Units.Duration(_time.GetElapsedTime(since))}[/]");
        }

        // What ends within a moment would only flicker.
        lines.AddRange(_activities.Values.Where(meter => meter.Elapsed > Frame).Take(6).Select(meter => ActivityLine.Markup(meter, _frame)));
        _lines.Show(lines);
    }
}
