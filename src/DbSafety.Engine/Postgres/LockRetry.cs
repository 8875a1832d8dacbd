using System.Globalization;
using DbSafety.Core.Hosting;
using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>When to try again what got no lock: a bounded number of times, inside a deadline, after a pause that grows and varies.</summary>
/// <param name="attempts">How often in all.</param>
/// <param name="deadline">How long all attempts may take together.</param>
/// <param name="host">Its clock.</param>
internal sealed class LockRetry(int attempts, TimeSpan deadline, IOperationHost host)
{
    private readonly long _began = host.Time.GetTimestamp();

    /// <summary>The attempt at hand, from 1.</summary>
    public int Attempt { get; private set; } = 1;

    /// <summary>What was done so far, as a sentence.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{(Attempt == 1 ? "One attempt was made" : $"{Attempt} attempts were made")} in {host.Time.GetElapsedTime(_began).TotalSeconds:0.#} s.");

    /// <summary>55P03 and 40P01: the whole transaction is worth another attempt, and nothing else is (research I22).</summary>
    public static bool IsLockTrouble(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected };

    /// <summary>Waits before the next attempt; false when there is none.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Min(5000, 100 * Math.Pow(2, Attempt - 1)) * (0.5 + Random.Shared.NextDouble()));
        if (Attempt >= attempts || host.Time.GetElapsedTime(_began) + pause > deadline)
            return false;
        Attempt++;
        await Task.Delay(pause, host.Time, cancellationToken);
        return true;
    }
}
