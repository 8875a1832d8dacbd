using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Where a command finds runbooks and runs: in the project that is named or near, or without one.</summary>
internal static class RunbookProject
{
    public static ProjectFolder? Find(CommandOptions options, IOperationHost host) =>
        options.Project is null ? ProjectFolder.OpenNearest(host) : ProjectFolder.Open(options.Project, host);

    public static RunbookStore Store(CommandOptions options, IOperationHost host) => new(Find(options, host), host);

    /// <summary>Writes one result for each runbook that a name fits.</summary>
    public static Task WriteEachAsync<TResult>(
        CommandOptions options, string[] names, IOperationHost host, Func<string, RunbookStore, TResult> read, CancellationToken cancellationToken)
        where TResult : class
    {
        var store = Store(options, host);
        foreach (var name in store.Matching(names))
        {
            cancellationToken.ThrowIfCancellationRequested();
            host.Write(read(name, store));
        }

        return Task.CompletedTask;
    }

    public static RunFolders Runs(CommandOptions options, string? path, IOperationHost host) => RunFolders.Find(path, Find(options, host), host);
}
