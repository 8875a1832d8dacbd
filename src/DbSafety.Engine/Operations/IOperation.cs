using DbSafety.Core.Hosting;
using DbSafety.Core.Options;

namespace DbSafety.Engine.Operations;

/// <summary>One command: options in, the parts of the engine called, results written to the host.</summary>
public interface IOperation<in TOptions>
    where TOptions : CommandOptions
{
    Task RunAsync(TOptions options, IOperationHost host, CancellationToken cancellationToken);
}
