using System.Globalization;
using System.Management.Automation;
using DbSafety.Core.Hosting;
using DbSafety.PowerShell.Formatting;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Turns what the engine reports into progress records: the procedure's steps on top, what is under way below them.</summary>
internal sealed class ProgressWriter(TimeProvider time)
{
    private const int Procedure = 1;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly object _lock = new();
    private readonly Dictionary<string, Course> _courses = new(StringComparer.Ordinal);
    private bool _hasSteps;

    public ProgressRecord Record(StepReport step)
    {
        lock (_lock)
            _hasSteps = true;
        var ended = step.Number == step.Count && step.State is not (StepState.Pending or StepState.Running);
        return new ProgressRecord(Procedure, $"Step {step.Number} of {step.Count}", step.Name)
        {
            PercentComplete = Percent(step.State is StepState.Pending or StepState.Running ? step.Number - 1 : step.Number, step.Count),
            RecordType = ended ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
    }

    /// <summary>The record of a report; null where the last one of that activity was shown a moment ago.</summary>
    public ProgressRecord? Record(ProgressReport report)
    {
        lock (_lock)
        {
            if (!_courses.TryGetValue(report.Activity, out var course))
                _courses[report.Activity] = course = new Course(Procedure + 1 + _courses.Count, time.GetTimestamp());
            if (!report.Completed && course.Shown is { } shown && time.GetElapsedTime(shown) < Pause)
                return null;
            course.Shown = time.GetTimestamp();
            return Show(report, course.Id, time.GetElapsedTime(course.Begun));
        }
    }

    /// <summary>A step as one line of text.</summary>
    public static string Narrate(StepReport step) => string.Create(
        CultureInfo.InvariantCulture, $"{step.Number}/{step.Count} {step.Name}: {step.State}{(step.Detail is null ? "" : $". {step.Detail}")}");

    private ProgressRecord Show(ProgressReport report, int id, TimeSpan elapsed)
    {
        var record = new ProgressRecord(id, report.Activity, Status(report, elapsed))
        {
            ParentActivityId = _hasSteps ? Procedure : -1,
            RecordType = report.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
        if (report.Total is > 0 and var total)
        {
            record.PercentComplete = Percent(report.Done, total);
            if (report.Done > 0 && report.Done <= total)
                record.SecondsRemaining = (int)Math.Min(int.MaxValue, elapsed.TotalSeconds * (total - report.Done) / report.Done);
        }

        return record;
    }

    private static string Status(ProgressReport report, TimeSpan elapsed)
    {
        var isBytes = report.Unit == "bytes";
        string Amount(long value) => isBytes ? DisplayText.Size(value) : DisplayText.Count(value);
        var text = report.Total is { } total
            ? $"{Amount(report.Done)} of {(report.TotalIsEstimate ? "about " : "")}{Amount(total)}"
            : Amount(report.Done);
        if (!isBytes)
            text += $" {report.Unit}";
        if (report.Rows is { } rows && report.Unit != "rows")
            text += $", {DisplayText.Count(rows)} rows";
        if (isBytes && elapsed.TotalSeconds >= 1)
            text += $", {DisplayText.Size((long)(report.Done / elapsed.TotalSeconds))}/s";
        return report.Item.Length == 0 ? text : $"{report.Item}: {text}";
    }

    // An estimate may be exceeded; a progress bar may not.
    private static int Percent(long done, long total) => (int)Math.Clamp(done * 100.0 / total, 0, 100);

    private sealed class Course(int id, long begun)
    {
        public int Id { get; } = id;

        public long Begun { get; } = begun;

        public long? Shown { get; set; }
    }
}
