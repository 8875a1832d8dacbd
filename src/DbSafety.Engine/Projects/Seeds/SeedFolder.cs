using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Projects.Seeds;

/// <summary>Finds the seed files to load.</summary>
internal static class SeedFolder
{
    /// <summary>The named files in their order, each from the working directory or the project's seeds; all of those, by name, where none is named.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> named, ProjectFolder? project, string workingDirectory)
    {
        if (named.Count > 0)
            return [.. named.Select(name => Named(name, project, workingDirectory))];
        if (project is null)
            throw Error("ProjectNotFound", "No project was found, and no seed file is named.", "Name the files, or the project's folder with --project.");
        var files = ScriptFiles.ListSql(project.SeedsPath);
        return files.Count > 0 ? files
            : throw Error("SeedNotFound", $"{project.SeedsPath} holds no .sql file.", "Write one, such as seeds/0001_products.sql, then run the command again.");
    }

    private static string Named(string name, ProjectFolder? project, string workingDirectory)
    {
        var places = new[] { workingDirectory, project?.SeedsPath, project?.Path }.OfType<string>();
        return places.Select(place => Path.GetFullPath(name, place)).FirstOrDefault(File.Exists)
            ?? throw Error("SeedNotFound", $"The seed file {name} does not exist.",
                project is null ? "Look at the path." : $"The project's are: {string.Join(", ", ScriptFiles.ListSql(project.SeedsPath).Select(Path.GetFileName))}.");
    }

    private static DbSafetyException Error(string id, string message, string next) =>
        new(id, ErrorKind.NotFound, message) { State = "Nothing was changed.", NextStep = next };
}
