namespace DbSafety.Engine.Runbooks.Running;

/// <summary>The time that a step may take.</summary>
internal sealed class StepLimit : IDisposable
{
    private readonly CancellationTokenSource? _clock;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _outer;

    private StepLimit(CancellationTokenSource? clock, CancellationToken outer, TimeSpan span)
    {
        _clock = clock;
        _outer = outer;
        _either = clock is null ? CancellationTokenSource.CreateLinkedTokenSource(outer) : CancellationTokenSource.CreateLinkedTokenSource(outer, clock.Token);
        Span = span;
    }

    public TimeSpan Span { get; }

    public CancellationToken Token => _either.Token;

    /// <summary>It was the time that cut the step off, and not a person.</summary>
    public bool HasPassed => _clock is { IsCancellationRequested: true } && !_outer.IsCancellationRequested;

    public static StepLimit Start(TimeSpan? span, TimeProvider time, CancellationToken outer) =>
        new(span is null ? null : new CancellationTokenSource(span.Value, time), outer, span ?? TimeSpan.Zero);

    public void Dispose()
    {
        _either.Dispose();
        _clock?.Dispose();
    }
}
