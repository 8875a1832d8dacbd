using DbSafety.PowerShell.Hosting;
using Xunit;

namespace DbSafety.Tests.PowerShell;

/// <summary>Work runs elsewhere; what it asks for is done on the calling thread.</summary>
public sealed class PipelinePumpTests
{
    [Fact]
    public void Actions_run_on_the_calling_thread_in_their_order()
    {
        using var pump = new PipelinePump();
        using var cancellation = new CancellationTokenSource();
        var thread = Environment.CurrentManagedThreadId;
        var seen = new List<int>();
        pump.Run(
            async _ =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var number = i;
                    pump.Post(() => seen.Add(Environment.CurrentManagedThreadId == thread ? number : -1));
                    await Task.Yield();
                }
            },
            cancellation);
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public void The_error_of_the_work_comes_out_after_what_it_wrote()
    {
        using var pump = new PipelinePump();
        using var cancellation = new CancellationTokenSource();
        var wrote = false;
        Assert.Throws<InvalidOperationException>(() => pump.Run(
            _ =>
            {
                pump.Post(() => wrote = true);
                throw new InvalidOperationException();
            },
            cancellation));
        Assert.True(wrote);
    }

    [Fact]
    public void An_answer_goes_back_to_the_work()
    {
        using var pump = new PipelinePump();
        using var cancellation = new CancellationTokenSource();
        var answer = 0;
        pump.Run(async token => answer = await pump.AskAsync(() => 42, token), cancellation);
        Assert.Equal(42, answer);
    }

    [Fact]
    public void A_question_that_fails_fails_in_the_work()
    {
        using var pump = new PipelinePump();
        using var cancellation = new CancellationTokenSource();
        var caught = false;
        pump.Run(
            async token =>
            {
                try
                {
                    await pump.AskAsync<bool>(() => throw new NotSupportedException(), token);
                }
                catch (NotSupportedException)
                {
                    caught = true;
                }
            },
            cancellation);
        Assert.True(caught);
    }

    [Fact]
    public void When_the_pipeline_stops_the_work_is_cancelled_and_has_ended_before_the_error_comes_out()
    {
        using var pump = new PipelinePump();
        using var cancellation = new CancellationTokenSource();
        var cleanedUp = false;
        Assert.Throws<TimeoutException>(() => pump.Run(
            async token =>
            {
                pump.Post(() => throw new TimeoutException());
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    cleanedUp = true;
                }
            },
            cancellation));
        Assert.True(cleanedUp);
    }

    [Fact]
    public void A_question_that_nobody_will_answer_ends_with_the_pipeline_whatever_its_token()
    {
        using var pump = new PipelinePump();
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<TimeoutException>(() => pump.Run(
            async _ =>
            {
                pump.Post(() => throw new TimeoutException());
                await pump.AskAsync(() => 1, CancellationToken.None);
            },
            cancellation));
    }
}
