namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The folders that a layout reads; full paths.</summary>
public sealed record LayoutFolders(string Project, string Migrations, string Rollback, string Verify)
{
    public static LayoutFolders Of(ProjectFolder project) => new(project.Path, project.MigrationsPath, project.RollbackPath, project.VerifyPath);

    /// <summary>A path for a person: relative to the project folder where it lies in it.</summary>
    public string Relative(string path)
    {
        var relative = Path.GetRelativePath(Project, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
    }
}
