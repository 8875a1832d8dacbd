using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>All runs of a project, or of a folder.</summary>
public sealed record RunFolders(string Path)
{
    /// <summary>The folder that is named, <c>runs/</c> of the project, or of the working directory.</summary>
    public static RunFolders Find(string? path, ProjectFolder? project, IOperationHost host) =>
        new(path is not null ? System.IO.Path.GetFullPath(path, host.WorkingDirectory) : project?.Resolve("runs") ?? System.IO.Path.GetFullPath("runs", host.WorkingDirectory));

    /// <summary>The runs, newest first.</summary>
    public IReadOnlyList<RunFolder> All => !Directory.Exists(Path) ? [] :
    [
        .. Directory.EnumerateDirectories(Path).Where(folder => File.Exists(System.IO.Path.Combine(folder, RunJournal.FileName)))
            .OrderByDescending(System.IO.Path.GetFileName, StringComparer.Ordinal).Select(folder => new RunFolder(folder)),
    ];

    /// <summary>The run of an id, or of the beginning of one.</summary>
    /// <exception cref="DbSafetyException"><c>RunNotFound</c>, <c>RunAmbiguous</c>.</exception>
    public RunFolder Require(string id)
    {
        var found = All.Where(run => run.RunId.StartsWith(id, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new DbSafetyException("RunNotFound", ErrorKind.NotFound, $"{Path} has no run '{id}'.")
            {
                State = "Nothing was run.",
                NextStep = "dbsafety runs lists them; --path names another folder.",
            },
            _ => found.Find(run => run.RunId.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw new DbSafetyException("RunAmbiguous", ErrorKind.InvalidArgument, $"{found.Count} runs begin with '{id}'.")
            {
                State = "Nothing was run.",
                NextStep = $"Write more of it: {string.Join(", ", found.Select(run => run.RunId))}",
            },
        };
    }

    public RunFolder New(string id) => new(System.IO.Path.Combine(Path, id));
}
