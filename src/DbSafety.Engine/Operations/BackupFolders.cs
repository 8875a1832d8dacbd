using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations;

/// <summary>The place of a command's backup files: the one that is named, the project's, or the current folder.</summary>
internal static class BackupFolders
{
    public static IFileStore Of(string? path, ProjectFolder? project, IOperationHost host) =>
        FileStores.Open(path ?? project?.BackupsPath ?? host.WorkingDirectory, host);
}
