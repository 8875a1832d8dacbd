using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Lists runbooks. One whose file is wrong is listed with what is wrong.</summary>
internal sealed class GetSafetyRunbookOperation : IOperation<GetSafetyRunbookOptions>
{
    public Task RunAsync(GetSafetyRunbookOptions options, IOperationHost host, CancellationToken cancellationToken) =>
        RunbookProject.WriteEachAsync(options, options.Name, host, Describe, cancellationToken);

    private static RunbookInfo Describe(string name, RunbookStore store)
    {
        try
        {
            var runbook = store.Load(name);
            return new RunbookInfo(runbook.Name, runbook.Description, runbook.Trigger, [.. runbook.Inputs.Select(Describe)],
                [.. runbook.Steps.Concat(runbook.Always).Select(step => step.Title)], runbook.IsBuiltIn, runbook.Path, runbook.Digest, null);
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.InvalidProject)
        {
            return new RunbookInfo(name, null, null, [], [], false, error.Script ?? name, null, error.Message);
        }
    }

    private static string Describe(RunbookInput input) => $"{input.Name}{(input.Required ? "*" : "")}: {input.Type.ToString().ToLowerInvariant()}";
}
