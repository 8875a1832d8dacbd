using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Monitoring.Health;

namespace DbSafety.Engine.Operations;

/// <summary>Takes one sample of a database's health.</summary>
internal sealed class GetDatabaseHealthOperation : IOperation<GetDatabaseHealthOptions>
{
    public async Task RunAsync(GetDatabaseHealthOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("health", cancellationToken);
        var sampler = new HealthSampler(target, session, host);
        var time = options.Sample ?? TimeSpan.FromSeconds(1);
        if (time > TimeSpan.Zero)
        {
            await sampler.CountAsync(cancellationToken);
            await Task.Delay(time, host.Time, cancellationToken);
        }

        var sample = await sampler.TakeAsync(withQueries: true, cancellationToken);
        if (options.Output is { } output)
            await HealthFiles.AppendAsync(Path.GetFullPath(output, host.WorkingDirectory), sample, cancellationToken);
        if (options.Prometheus is { } file)
            await HealthFiles.WritePrometheusAsync(Path.GetFullPath(file, host.WorkingDirectory), sample, cancellationToken);
        host.Write(sample);
    }
}
