namespace DbSafety.Engine.Projects;

/// <summary>Reads <c>dbsafety.yaml</c>.</summary>
internal static class ProjectFile
{
    public static ProjectConfiguration Load(string path)
    {
        return new ProjectConfiguration { Name = Path.GetFileName(Path.GetDirectoryName(path)!) };
    }
}
