using System.Text;
using System.Text.RegularExpressions;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Projects;

/// <summary>The files of a new project folder.</summary>
internal sealed partial class ProjectSkeleton
{
    private ProjectSkeleton(string folder, IReadOnlyDictionary<string, string> files)
    {
        Folder = folder;
        Files = files;
    }

    public string Folder { get; }

    /// <summary>Each file's full path with its text.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>The files for a project of this name; without one, the folder that holds it gives it.</summary>
    public static ProjectSkeleton Of(string folder, string? name)
    {
        name = string.IsNullOrWhiteSpace(name) ? ProjectFile.FolderName(Path.Combine(folder, ProjectFolder.FileName)) : name.Trim();
        var plain = Plain().Replace(name.ToLowerInvariant(), "_").Trim('_');
        var files = new Dictionary<string, string>
        {
            [ProjectFolder.FileName] = Fill("dbsafety.yaml", name, plain.Length > 0 ? plain : "app"),
            ["README.md"] = Fill("README.md", name, plain),
            // Backups hold the data itself; they belong beside the repository, not in it.
            ["backups/.gitignore"] = "*\n!.gitignore\n",
        };
        foreach (var child in new[] { "migrations", "rollback", "verify", "seeds", "scripts" })
            files[$"{child}/.gitkeep"] = "";
        return new ProjectSkeleton(folder, files.ToDictionary(file => Path.Combine(folder, file.Key.Replace('/', Path.DirectorySeparatorChar)), file => file.Value));
    }

    /// <summary>The files that are not there yet. A folder that holds something needs no .gitkeep.</summary>
    public IReadOnlyList<string> Missing() => [.. Files.Keys.Where(path => !File.Exists(path) && !(Path.GetFileName(path) == ".gitkeep" && HoldsSomething(path)))];

    public async Task WriteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await NewFile.WriteAsync(path, Files[path], cancellationToken);
        }
    }

    private static bool HoldsSomething(string path) =>
        Directory.Exists(Path.GetDirectoryName(path)) && Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!).Any();

    private static string Fill(string template, string name, string plain) => new StringBuilder(Template.Read(template))
        .Replace("{{name}}", string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Replace("{{quotedName}}", Quoted(name))
        .Replace("{{database}}", plain)
        .Replace("{{variable}}", char.IsAsciiDigit(plain.FirstOrDefault()) ? $"DB_{plain.ToUpperInvariant()}" : plain.ToUpperInvariant())
        .Replace("{{layouts}}", string.Join(", ", LayoutCatalog.Names.Skip(1)))
        .ToString();

    private static string Quoted(string name) =>
        '"' + string.Concat(name.Select(letter => char.IsControl(letter) ? " " : letter is '"' or '\\' ? $"\\{letter}" : letter.ToString())) + '"';

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Plain();
}
