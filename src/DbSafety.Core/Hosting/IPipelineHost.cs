namespace DbSafety.Core.Hosting;

/// <summary>
/// Runs the pipelines of a runbook's steps. A host that has a shell of its own offers this beside <see cref="IOperationHost"/>; for any
/// other the engine runs the operations itself.
/// </summary>
public interface IPipelineHost
{
    /// <summary>True where commands from outside the module can be run, too.</summary>
    bool RunsForeignCommands { get; }

    /// <summary>Runs commands, each one's objects piped to the next, and gives the objects of the last one.</summary>
    /// <param name="pipeline">At least one command.</param>
    /// <param name="host">Where the commands tell and ask.</param>
    /// <param name="cancellationToken">Cancels the command that is under way.</param>
    /// <exception cref="Errors.DbSafetyException">The first error of any of them.</exception>
    Task<IReadOnlyList<object>> RunPipelineAsync(IReadOnlyList<PipelineCall> pipeline, IOperationHost host, CancellationToken cancellationToken);
}
