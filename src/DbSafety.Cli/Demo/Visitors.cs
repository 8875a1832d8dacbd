using System.Diagnostics;

namespace DbSafety.Cli.Demo;

/// <summary>Looks at the shop window all the time, and counts what it got.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _visits;

    public Visitors(HttpClient visitor) => _visits = Task.Run(() => VisitAsync(visitor));

    public int Served { get; private set; }

    public int Failed { get; private set; }

    public TimeSpan Longest { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _visits;
        _end.Dispose();
    }

    private async Task VisitAsync(HttpClient visitor)
    {
        while (!_end.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await visitor.GetAsync("/products", CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                    Served++;
                else
                    Failed++;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                Failed++;
            }

            var took = Stopwatch.GetElapsedTime(start);
            Longest = took > Longest ? took : Longest;
            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
