using DbSafety.Core.Options;

namespace DbSafety.Core.Hosting;

/// <summary>The door to the engine, which a cmdlet opens through a load context of the engine's own.</summary>
public interface IOperationRunner
{
    /// <summary>Runs the operation that belongs to the options' type.</summary>
    /// <exception cref="Errors.DbSafetyException">Whatever went wrong, with a stable id and the next step.</exception>
    Task RunAsync(CommandOptions options, IOperationHost host, CancellationToken cancellationToken);

    /// <summary>Completes a parameter's value; <paramref name="source"/> is <see cref="Commands.ParameterAttribute.Completes"/>. Never throws.</summary>
    Task<IReadOnlyList<string>> CompleteAsync(string source, CommandOptions options, IOperationHost host, CancellationToken cancellationToken);
}
