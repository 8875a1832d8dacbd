using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>
/// The host of a procedure that the policy starts: it was decided beforehand that it begins, and its result belongs into the error of the
/// command that failed. Approvals and questions of its steps still go to a person.
/// </summary>
internal sealed class EmergencyHost(IOperationHost outer) : CapturingHost(outer), IPipelineHost
{
    private readonly IPipelineHost _pipelines = outer as IPipelineHost ?? new OperationPipeline();

    public bool RunsForeignCommands => _pipelines.RunsForeignCommands;

    public override Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<IReadOnlyList<object>> RunPipelineAsync(IReadOnlyList<PipelineCall> pipeline, IOperationHost host, CancellationToken cancellationToken) =>
        _pipelines.RunPipelineAsync(pipeline, host, cancellationToken);
}
