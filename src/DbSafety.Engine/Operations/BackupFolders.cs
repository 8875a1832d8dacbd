using DbSafety.Core.Hosting;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations;

/// <summary>The folder of a command's backup files: the one that is named, the project's, or the current one.</summary>
internal static class BackupFolders
{
    public static string Of(string? path, ProjectFolder? project, IOperationHost host) =>
        path is not null ? Path.GetFullPath(path, host.WorkingDirectory) : project?.BackupsPath ?? host.WorkingDirectory;
}
