using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Connections.Leases;
using DbSafety.Engine.Operations.Scripting;

namespace DbSafety.Engine.Operations;

/// <summary>Keeps applications out of a database.</summary>
internal sealed class SuspendAppConnectionOperation : IOperation<SuspendAppConnectionOptions>
{
    public async Task RunAsync(SuspendAppConnectionOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.OutputScript)
        {
            host.Write(new SqlOutput("Keeping applications out", target, host).Space().Add("BEGIN").AddAll(await new Suspension(target, host).StatementsAsync(options, cancellationToken)).Add("COMMIT")
                .Comment("Sessions that are there stay: dbsafety disconnect. What was there before is not saved: dbsafety resume cannot give it back.").ToDocument());
            return;
        }

        if (await new Suspension(target, host).BeginAsync(options, confirm: true, cancellationToken) is { } lease)
            host.Write(lease);
    }
}
