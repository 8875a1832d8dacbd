using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Connections.Leases;

namespace DbSafety.Engine.Operations;

/// <summary>Gives back what a suspension took.</summary>
internal sealed class ResumeAppConnectionOperation : IOperation<ResumeAppConnectionOptions>
{
    public async Task RunAsync(ResumeAppConnectionOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        foreach (var lease in await new Resumption(target, host).RunAsync(options.Id, options.File is { } file ? Path.GetFullPath(file, host.WorkingDirectory) : null, options.Only, confirm: true, cancellationToken))
            host.Write(lease);
    }
}
