using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Connections.Leases;

namespace DbSafety.Engine.Operations;

/// <summary>Keeps applications out of a database.</summary>
internal sealed class SuspendAppConnectionOperation : IOperation<SuspendAppConnectionOptions>
{
    public async Task RunAsync(SuspendAppConnectionOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (await new Suspension(target, host).BeginAsync(options, confirm: true, cancellationToken) is { } lease)
            host.Write(lease);
    }
}
