using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Checking;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Checks runbooks, without a database.</summary>
internal sealed class TestSafetyRunbookOperation : IOperation<TestSafetyRunbookOptions>
{
    public Task RunAsync(TestSafetyRunbookOptions options, IOperationHost host, CancellationToken cancellationToken) =>
        RunbookProject.WriteEachAsync(options, options.Name, host, Check, cancellationToken);

    private static RunbookTest Check(string name, RunbookStore store)
    {
        try
        {
            var library = RunbookLibrary.Load(store.Load(name), store.Load);
            var problems = RunbookChecker.Check(library).Concat(ForeignCommands.Problems(library.Root)).ToList();
            return new RunbookTest(library.Root.Name, problems.Count == 0, [.. problems.Select(problem => $"{problem} {problem.Next}".TrimEnd())], ForeignCommands.Warnings(library), library.Root.Path);
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.InvalidProject)
        {
            return new RunbookTest(name, false, [$"{error.Message} {error.NextStep}".TrimEnd(), .. error.Detail], [], error.Script ?? name);
        }
    }
}
