using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Runbooks.Running.Resuming;

/// <summary>What the journal says of each step, as it was when the run was taken up.</summary>
internal sealed class RunHistory
{
    private readonly Dictionary<string, StepRecord> _steps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _escalated = new(StringComparer.Ordinal);

    private RunHistory(IReadOnlyList<RunEvent> events)
    {
        foreach (var item in events)
        {
            if (item.Kind == RunEventKind.RunEnded)
                Round++;
            if (item.Kind == RunEventKind.Escalated)
                _escalated.Add(item.Address!);
            if (item.Address is not null)
                Take(item);
        }
    }

    public static RunHistory Empty { get; } = new([]);

    /// <summary>How often the run came to an end from which it can be resumed.</summary>
    public int Round { get; }

    public static RunHistory Of(IReadOnlyList<RunEvent> events) => new(events);

    /// <summary>The step's intent is there.</summary>
    public bool Began(string address) => _steps.GetValueOrDefault(address)?.Started is not null;

    public bool HasEscalated(string address) => _escalated.Contains(address);

    /// <summary>The intent is there, and no outcome after it: nobody knows how far it came. So it is, too, where it was stopped.</summary>
    public bool WasUnderWay(string address) => _steps.GetValueOrDefault(address) is { IsUnderWay: true };

    /// <summary>How the step ended; null where it did not, or was stopped.</summary>
    public StepResult? Outcome(string address)
    {
        if (_steps.GetValueOrDefault(address)?.Ended is not { } ended || StateOf(ended) == StepState.Cancelled)
            return null;
        return new StepResult(StateOf(ended), ended.Detail["output"]?.DeepClone())
        {
            Attempts = (int?)ended.Detail["attempts"] ?? 1,
            HadInnerFailure = (bool?)ended.Detail["innerFailure"] ?? false,
            Detail = (string?)ended.Detail["detail"],
            Error = ended.Detail["error"] is JsonObject error ? FailureFacts.Read(error) : null,
        };
    }

    /// <summary>The answer that a person gave to the step's last question, since it last began.</summary>
    public bool TryAnswer(string address, out JsonNode? answer)
    {
        var step = _steps.GetValueOrDefault(address);
        answer = step?.Answered?.Detail["answer"]?.DeepClone();
        return step?.Answered is { } answered && answered.Sequence > Math.Max(step.Waiting?.Sequence ?? 0, step.Started?.Sequence ?? 0);
    }

    private static StepState StateOf(RunEvent ended) => StepStates.Read((string?)ended.Detail["state"]);

    private void Take(RunEvent item)
    {
        if (!_steps.TryGetValue(item.Address!, out var step))
            _steps[item.Address!] = step = new StepRecord();
        switch (item.Kind)
        {
            case RunEventKind.StepStarted:
                step.Started = item;
                step.Ended = null;
                step.IsUnderWay = true;
                break;
            case RunEventKind.AttemptFailed:
                step.IsUnderWay = false;
                break;
            case RunEventKind.StepEnded:
                step.Ended = item;
                step.IsUnderWay = StateOf(item) == StepState.Cancelled;
                break;
            case RunEventKind.Waiting:
                step.Waiting = item;
                step.IsUnderWay &= (string?)item.Detail["kind"] == "interrupted";
                break;
            case RunEventKind.Answered:
                step.Answered = item;
                break;
        }
    }
}
