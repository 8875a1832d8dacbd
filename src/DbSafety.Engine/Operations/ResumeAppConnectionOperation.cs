using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Connections.Leases;
using DbSafety.Engine.Operations.Scripting;

namespace DbSafety.Engine.Operations;

/// <summary>Gives back what a suspension took.</summary>
internal sealed class ResumeAppConnectionOperation : IOperation<ResumeAppConnectionOptions>
{
    public async Task RunAsync(ResumeAppConnectionOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.OutputScript)
        {
            var output = new SqlOutput("Letting applications in", target, host);
            foreach (var (lease, statements) in await new Resumption(target, host).StatementsAsync(options.Id, cancellationToken))
                output.Space().Comment($"Lease {lease.Id}, since {lease.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {lease.By}").Add("BEGIN").AddAll(statements).Add("COMMIT");
            host.Write(output.ToDocument());
            return;
        }

        foreach (var lease in await new Resumption(target, host).RunAsync(options.Id, options.File is { } file ? Path.GetFullPath(file, host.WorkingDirectory) : null, options.Only, confirm: true, cancellationToken))
            host.Write(lease);
    }
}
