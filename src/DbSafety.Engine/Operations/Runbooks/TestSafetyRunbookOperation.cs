using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Rights;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Checks runbooks: without a database, or, where one is named, with the rights of the role there.</summary>
internal sealed class TestSafetyRunbookOperation : IOperation<TestSafetyRunbookOptions>
{
    public async Task RunAsync(TestSafetyRunbookOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var rights = await RightsAsync(options, host, cancellationToken);
        await RunbookProject.WriteEachAsync(options, options.Name, host, (name, store) => Check(name, store, rights), cancellationToken);
    }

    private static async Task<RoleRights?> RightsAsync(TestSafetyRunbookOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (options.Target is null && options.Connection is null && !options.Sandbox)
            return null;
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("check", cancellationToken);
        return await RoleRights.ReadAsync(session, cancellationToken);
    }

    private static RunbookTest Check(string name, RunbookStore store, RoleRights? rights)
    {
        try
        {
            var library = RunbookLibrary.Load(store.Load(name), store.Load);
            var lacking = rights is null ? [] : RightsCheck.Problems(library, rights);
            var hints = rights is null ? [] : RightsCheck.Warnings(library, rights);
            var problems = RunbookChecker.Check(library).Concat(ForeignCommands.Problems(library.Root)).Concat(lacking).ToList();
            return new RunbookTest(library.Root.Name, problems.Count == 0, Texts(problems), [.. ForeignCommands.Warnings(library), .. Texts(hints)], library.Root.Path);
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.InvalidProject)
        {
            return new RunbookTest(name, false, [$"{error.Message} {error.NextStep}".TrimEnd(), .. error.Detail], [], error.Script ?? name);
        }
    }

    private static IReadOnlyList<string> Texts(IEnumerable<RunbookProblem> problems) => [.. problems.Select(problem => $"{problem} {problem.Next}".TrimEnd())];
}
