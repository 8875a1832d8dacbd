using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>When to try a step again that got no lock: a bounded number of times, inside a deadline, after a pause that grows and varies.</summary>
internal sealed class LockRetry(LimitPolicy limits, IOperationHost host)
{
    private readonly long _began = host.Time.GetTimestamp();

    /// <summary>The attempt at hand, from 1.</summary>
    public int Attempt { get; private set; } = 1;

    /// <summary>Waits before the next attempt; false when there is none.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Min(5000, 100 * Math.Pow(2, Attempt - 1)) * (0.5 + Random.Shared.NextDouble()));
        if (Attempt >= limits.LockAttempts || host.Time.GetElapsedTime(_began) + pause > limits.Deadline)
            return false;
        Attempt++;
        await Task.Delay(pause, host.Time, cancellationToken);
        return true;
    }

    /// <summary>The error at the end of all attempts.</summary>
    public DbSafetyException Exhausted(DbSafetyException last, IReadOnlyList<string> blockers) =>
        new(last.SqlState is null ? last.Id : "LockLimitReached", ErrorKind.LimitReached,
            $"{last.Message} {(Attempt == 1 ? "One attempt was made" : $"{Attempt} attempts were made")} in {PostgresDuration.Words(host.Time.GetElapsedTime(_began))}.", last)
        {
            SqlState = last.SqlState,
            NextStep = last.NextStep,
            Script = last.Script,
            Line = last.Line,
            Column = last.Column,
            Detail = [.. blockers.Select(blocker => $"In the way: {blocker}"), .. last.Detail],
        };
}
