using DbSafety.Core.Hosting;

namespace DbSafety.Cli.Hosting;

/// <summary>Follows one activity: how fast it goes and when it will be done.</summary>
internal sealed class ActivityMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly long _started = time.GetTimestamp();
    private readonly Queue<(long At, long Done)> _samples = new();

    public ProgressReport Report { get; private set; } = new("", "", 0, null, "");

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public void Take(ProgressReport report)
    {
        // Another item of the same activity may count from zero again.
        if (report.Done < Report.Done)
            _samples.Clear();
        Report = report;
        _samples.Enqueue((time.GetTimestamp(), report.Done));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At) > Window)
            _samples.Dequeue();
    }

    /// <summary>Units a second over the last seconds; zero while that is not known.</summary>
    public double Rate
    {
        get
        {
            if (_samples.Count < 2)
                return 0;
            var (at, done) = _samples.Peek();
            var seconds = time.GetElapsedTime(at).TotalSeconds;
            return seconds < 0.2 ? 0 : (Report.Done - done) / seconds;
        }
    }

    /// <summary>The part that is done, from 0 to 1; null where the total is not known.</summary>
    public double? Fraction => Report.Total is > 0 ? Math.Clamp((double)Report.Done / Report.Total.Value, 0, 1) : null;

    /// <summary>The time that is left at this rate; null while that is not known.</summary>
    public TimeSpan? Remaining => Report.Total is { } total && total > Report.Done && Rate > 0
        ? TimeSpan.FromSeconds(Math.Min((total - Report.Done) / Rate, 359_999)) : null;
}
