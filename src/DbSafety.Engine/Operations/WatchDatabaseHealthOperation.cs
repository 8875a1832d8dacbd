using System.Globalization;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Monitoring.Health;

namespace DbSafety.Engine.Operations;

/// <summary>Takes samples until it is stopped, and tells of every figure that changes its state.</summary>
internal sealed class WatchDatabaseHealthOperation : IOperation<WatchDatabaseHealthOptions>
{
    public async Task RunAsync(WatchDatabaseHealthOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var interval = options.Interval ?? TimeSpan.FromSeconds(5);
        if (interval < TimeSpan.FromMilliseconds(10) || options.Count < 1)
        {
            throw new DbSafetyException("WatchInvalid", ErrorKind.InvalidArgument, "The interval is too short, or the number of samples is below one.")
            {
                State = "Nothing was changed.",
                NextStep = "Give an interval such as 5s, and a count from 1 on, or none.",
            };
        }

        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("health", cancellationToken);
        var sampler = new HealthSampler(target, session, host);
        await sampler.CountAsync(cancellationToken);
        DatabaseHealth? last = null;
        for (var taken = 0; options.Count is null || taken < options.Count; taken++)
        {
            await Task.Delay(interval, host.Time, cancellationToken);
            var sample = await sampler.TakeAsync(withQueries: false, cancellationToken);
            Tell(last, sample, host);
            await KeepAsync(options, sample, host, cancellationToken);
            host.Write(sample);
            host.Progress(new ProgressReport("Watching", Line(sample), taken + 1, options.Count, "samples"));
            last = sample;
        }

        host.Progress(new ProgressReport("Watching", "", options.Count ?? 0, options.Count, "samples", Completed: true));
    }

    private static async Task KeepAsync(WatchDatabaseHealthOptions options, DatabaseHealth sample, IOperationHost host, CancellationToken cancellationToken)
    {
        if (options.Output is { } output)
            await HealthFiles.AppendAsync(Path.GetFullPath(output, host.WorkingDirectory), sample, cancellationToken);
        if (options.Prometheus is { } file)
            await HealthFiles.WritePrometheusAsync(Path.GetFullPath(file, host.WorkingDirectory), sample, cancellationToken);
    }

    private static void Tell(DatabaseHealth? last, DatabaseHealth sample, IOperationHost host)
    {
        foreach (var metric in sample.Metrics)
        {
            var before = last?.Metrics.FirstOrDefault(other => other.Name == metric.Name)?.State ?? HealthState.Ok;
            if (metric.State > before)
                host.Warning($"{metric.Name} is {metric.State.ToString().ToUpperInvariant()}: {Number(metric.Value)}{(metric.Detail is { } detail ? $" ({detail})" : "")}");
            else if (metric.State < before)
                host.Verbose($"{metric.Name} is {metric.State} again: {Number(metric.Value)}");
        }
    }

    private static string Line(DatabaseHealth sample)
    {
        string Of(string name) => sample.Metrics.FirstOrDefault(metric => metric.Name == name) is { } metric ? Number(metric.Value) : "?";
        return $"{sample.State}: {Of("sessions")} sessions, {Of("sessions_active")} active, {Of("sessions_waiting_for_locks")} waiting, {Of("commits_per_second")} commits/s, {Of("rollbacks_per_second")} rollbacks/s";
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
