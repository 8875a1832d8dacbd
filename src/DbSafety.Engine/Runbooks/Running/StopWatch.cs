namespace DbSafety.Engine.Runbooks.Running;

/// <summary>Looks every moment whether somebody asked from outside that the run stops.</summary>
internal sealed class StopWatch : IDisposable
{
    private readonly ITimer _timer;

    private StopWatch(ITimer timer) => _timer = timer;

    public static StopWatch Start(RunSession session, CancellationTokenSource stop) => new(session.Host.Time.CreateTimer(
        _ =>
        {
            if (session.IsStopWanted())
                stop.Cancel();
        },
        null, TimeSpan.Zero, TimeSpan.FromMilliseconds(300)));

    public void Dispose()
    {
        // The last look may be under way; what it would cancel lives until it has ended.
        using var ended = new ManualResetEvent(false);
        if (_timer is Timer timer && timer.Dispose(ended))
            ended.WaitOne();
        else
            _timer.Dispose();
    }
}
