using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Projects;

/// <summary>Finds the project folder that a command works in.</summary>
internal static class ProjectFinder
{
    /// <summary>Finds and reads a project, and says nothing to anybody.</summary>
    public static ProjectFolder Load(string? path, IOperationHost host)
    {
        var folder = path is null ? Nearest(host.WorkingDirectory) ?? throw NoneNear(host.WorkingDirectory) : Named(path, host.WorkingDirectory);
        return new ProjectFolder(folder, ProjectFile.Load(Path.Combine(folder, ProjectFolder.FileName)));
    }

    /// <summary>The nearest project folder from a directory upwards; null where there is none.</summary>
    public static string? Nearest(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (IsProject(folder.FullName))
                return folder.FullName;
            var below = Path.Combine(folder.FullName, "database");
            if (IsProject(below))
                return below;
        }

        return null;
    }

    private static bool IsProject(string folder) => File.Exists(Path.Combine(folder, ProjectFolder.FileName));

    private static string Named(string path, string workingDirectory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, workingDirectory));
        if (File.Exists(full) && Path.GetFileName(full) == ProjectFolder.FileName)
            return Path.GetDirectoryName(full)!;
        if (IsProject(full))
            return full;
        if (IsProject(Path.Combine(full, "database")))
            return Path.Combine(full, "database");
        var reason = File.Exists(Path.Combine(full, "dbsafety.yml"))
            ? $"{full} has a dbsafety.yml; the file's name must be {ProjectFolder.FileName}."
            : Directory.Exists(full)
                ? $"{full} has no {ProjectFolder.FileName}."
                : $"The folder {full} does not exist.";
        throw NotFound(reason, $"dbsafety init {Quote(path)}");
    }

    private static DbSafetyException NoneNear(string directory) => NotFound(
        $"No {ProjectFolder.FileName} was found in {directory}, in a folder 'database' in it, or in the folders above.", "dbsafety init");

    private static DbSafetyException NotFound(string message, string command) =>
        new("ProjectNotFound", ErrorKind.NotFound, message)
        {
            State = "Nothing was changed.",
            NextStep = $"Make a project with: {command}. Or name its folder with --project.",
        };

    private static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
