namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The folders that a layout reads; full paths.</summary>
public sealed record LayoutFolders(string Project, string Migrations, string Rollback, string Verify)
{
    /// <summary>
    /// Those of the project file; or, where the migrations' folder holds only a folder for each direction, those two: <c>migrations/up/</c>
    /// and <c>migrations/down/</c>, and the like.
    /// </summary>
    public static LayoutFolders Of(ProjectFolder project)
    {
        var folders = new LayoutFolders(project.Path, project.MigrationsPath, project.RollbackPath, project.VerifyPath);
        if (ScriptFiles.ListSql(folders.Migrations).Count > 0 || ScriptFiles.List(folders.Migrations).Any(path => Path.GetExtension(path) == ".plan"))
            return folders;
        var below = ScriptFiles.ListFolders(folders.Migrations).Where(folder => ScriptFiles.ListSql(folder).Count > 0).ToList();
        return Only(below, "up", "deploy", "do", "forward") is not { } up || Only(below, "down", "revert", "undo", "rollback", "backward") is not { } down ? folders
            : folders with { Migrations = up, Rollback = down, Verify = Only(below, "verify", "test") ?? folders.Verify };
    }

    /// <summary>A path for a person: relative to the project folder where it lies in it.</summary>
    public string Relative(string path)
    {
        var relative = Path.GetRelativePath(Project, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
    }

    private static string? Only(List<string> folders, params string[] names)
    {
        var found = folders.Where(folder => names.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase)).ToList();
        return found.Count == 1 ? found[0] : null;
    }
}
