using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Tests.Infrastructure;

namespace DbSafety.Tests.Projects;

/// <summary>A project folder of one test, removed at its end.</summary>
public sealed class TempProject : IDisposable
{
    public TempProject(string yaml = "version: 1\n", params string[] files)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "migrations"));
        Write("dbsafety.yaml", yaml);
        foreach (var file in files)
            Write(file, "SELECT 1;\n");
        Host = new TestHost { WorkingDirectory = Path };
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("dbsafety-test-").FullName;

    public TestHost Host { get; }

    public TempProject Write(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(file))!);
        File.WriteAllText(At(file), text);
        return this;
    }

    public string At(string file) => System.IO.Path.Combine(Path, file.Replace('/', System.IO.Path.DirectorySeparatorChar));

    public string Read(string file) => File.ReadAllText(At(file));

    public ProjectFolder Open() => ProjectFolder.Open(Path, Host);

    public MigrationCatalog Catalog() => MigrationCatalog.Load(Open());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
