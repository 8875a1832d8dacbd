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

    public static RunFolders Runs(CommandOptions options, string? path, IOperationHost host) => RunFolders.Find(path, Find(options, host), host);
}
