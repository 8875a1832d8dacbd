using System.Collections.Concurrent;

namespace DbSafety.PowerShell.Hosting;

/// <summary>
/// Runs asynchronous work on the thread pool while the pipeline thread does what the work asks for: PowerShell takes output, messages
/// and prompts from the pipeline thread only.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private readonly BlockingCollection<Action> _actions = [];
    private readonly CancellationTokenSource _abandoned = new();

    /// <summary>Runs the work to its end. Called on the pipeline thread.</summary>
    public void Run(Func<CancellationToken, Task> work, CancellationTokenSource cancellation)
    {
        var task = Task.Run(
            async () =>
            {
                try
                {
                    await work(cancellation.Token);
                }
                finally
                {
                    _actions.CompleteAdding();
                }
            },
            CancellationToken.None);
        try
        {
            foreach (var action in _actions.GetConsumingEnumerable(CancellationToken.None))
                action();
        }
        catch
        {
            // The pipeline was stopped, or somebody downstream had enough. The work ends first: it holds sessions and files.
            cancellation.Cancel();
            _abandoned.Cancel();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            throw;
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Has the pipeline thread do something, some time soon.</summary>
    public void Post(Action action)
    {
        try
        {
            _actions.Add(action);
        }
        catch (InvalidOperationException)
        {
            // A progress timer may tick once more after the work has ended; nobody waits for that.
        }
    }

    /// <summary>Has the pipeline thread answer something. Once the pipeline has stopped nobody answers, whatever token is given.</summary>
    public async Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception error) when (error is not System.Management.Automation.PipelineStoppedException)
            {
                answer.SetException(error);
            }
        });
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abandoned.Token);
        return await answer.Task.WaitAsync(either.Token);
    }

    public void Dispose()
    {
        _actions.Dispose();
        _abandoned.Dispose();
    }
}
