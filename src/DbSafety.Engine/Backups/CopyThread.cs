using System.Collections.Concurrent;

namespace DbSafety.Engine.Backups;

/// <summary>One thread for work that waits in the kernel, piece by piece. A thread for each piece would cost more than most pieces do, and the pool's threads compress meanwhile.</summary>
internal sealed class CopyThread : IDisposable
{
    private readonly BlockingCollection<Action> _pieces = [];

    /// <exception cref="OutOfMemoryException">The system has no thread to spare.</exception>
    public CopyThread() => new Thread(Run) { IsBackground = true, Name = "copy" }.Start();

    public Task<int> RunAsync(Func<int> piece)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pieces.Add(() =>
        {
            try
            {
                done.SetResult(piece());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>The thread ends after the pieces that it was given.</summary>
    public void Dispose() => _pieces.CompleteAdding();

    private void Run()
    {
        foreach (var piece in _pieces.GetConsumingEnumerable())
            piece();
        _pieces.Dispose();
    }
}
