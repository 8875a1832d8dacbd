using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Projects;

/// <summary>A project folder: its <c>dbsafety.yaml</c> and the places of its files. The folders may not exist yet.</summary>
public sealed record ProjectFolder
{
    /// <summary>The name of the file that makes a folder a project.</summary>
    public const string FileName = "dbsafety.yaml";

    public ProjectFolder(string path, ProjectConfiguration configuration)
    {
        Path = path;
        Configuration = configuration;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>What <c>dbsafety.yaml</c> says.</summary>
    public ProjectConfiguration Configuration { get; }

    public string ConfigurationFile => System.IO.Path.Combine(Path, FileName);

    public string MigrationsPath => Resolve(Configuration.Migrations.Folder);

    public string RollbackPath => Resolve(Configuration.Migrations.RollbackFolder);

    public string VerifyPath => Resolve(Configuration.Migrations.VerifyFolder);

    /// <summary>Where the backups are: a folder's full path, or a place in an object store.</summary>
    public string BackupsPath => StoreLocation.IsOne(Configuration.BackupsFolder) ? Configuration.BackupsFolder : Resolve(Configuration.BackupsFolder);

    public string SeedsPath => Resolve("seeds");

    public string ScriptsPath => Resolve("scripts");

    /// <summary>A path of the configuration, which starts from the project folder, as a full path.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);

    /// <summary>A path as a person would write it: relative to the project folder where it lies in it, with forward slashes.</summary>
    public string Relative(string path)
    {
        var relative = System.IO.Path.GetRelativePath(Path, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
    }

    /// <summary>
    /// Opens a project: the folder (or the file) that is named, or the nearest one from the working directory upwards,
    /// where at each level the folder itself and a folder <c>database</c> in it are looked at. Warnings go to the host.
    /// </summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>ProjectNotFound</c>, or what is wrong in the file.</exception>
    public static ProjectFolder Open(string? path, IOperationHost host)
    {
        var project = ProjectFinder.Load(path, host);
        foreach (var warning in project.Configuration.Warnings)
            host.Warning(warning);
        return new ProjectFolder(project.Path, ApprovalFile.Apply(project.Configuration, project.Path, host));
    }

    /// <summary>Opens the nearest project; null where there is none. A file that is wrong is still an error.</summary>
    public static ProjectFolder? OpenNearest(IOperationHost host) =>
        ProjectFinder.Nearest(host.WorkingDirectory) is null ? null : Open(null, host);
}
