using DbSafety.Core.Errors;
using DbSafety.Engine.Projects;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class ProjectFolderTests
{
    [Fact]
    public void The_nearest_project_upwards_is_found_from_deep_inside()
    {
        using var project = new TempProject(files: ["migrations/deep/er/1_a.sql"]);
        project.Host.WorkingDirectory = project.At("migrations/deep/er");
        Assert.Equal(project.Path, ProjectFolder.Open(null, project.Host).Path);
    }

    [Fact]
    public void A_database_folder_below_is_found_and_gives_way_to_a_nearer_one()
    {
        using var outer = new TempProject();
        outer.Write("repo/database/dbsafety.yaml", "version: 1\n").Write("repo/src/main.txt", "");
        outer.Host.WorkingDirectory = outer.At("repo/src");
        Assert.Equal(outer.At("repo/database"), ProjectFolder.Open(null, outer.Host).Path);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("dbsafety.yaml")]
    [InlineData("../{0}")]
    public void A_folder_is_named_by_itself_or_its_file(string form)
    {
        using var project = new TempProject();
        Assert.Equal(project.Path, ProjectFolder.Open(form.Replace("{0}", Path.GetFileName(project.Path), StringComparison.Ordinal), project.Host).Path);
    }

    [Fact]
    public void A_missing_project_tells_how_to_make_one()
    {
        var folder = Directory.CreateTempSubdirectory("dbsafety-test-");
        try
        {
            var host = new TestHost { WorkingDirectory = folder.FullName };
            var error = Assert.Throws<DbSafetyException>(() => ProjectFolder.Open(null, host));
            Assert.Equal(("ProjectNotFound", ErrorKind.NotFound), (error.Id, error.Kind));
            Assert.Contains("dbsafety init", error.NextStep, StringComparison.Ordinal);
            Assert.Contains("does not exist", Assert.Throws<DbSafetyException>(() => ProjectFolder.Open("nowhere", host)).Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, "dbsafety.yml"), "version: 1");
            Assert.Contains("must be dbsafety.yaml", Assert.Throws<DbSafetyException>(() => ProjectFolder.Open(".", host)).Message, StringComparison.Ordinal);
            Assert.Null(ProjectFolder.OpenNearest(host));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Paths_start_from_the_project_folder_and_warnings_reach_the_person()
    {
        using var project = new TempProject("""
            version: 1
            migrations: { folder: ../sql, rollbackFolder: /abs/undo }
            targets: { dev: { environment: development, connection: "postgres://u:pw@h/d" } }
            """);
        var folder = project.Open();
        Assert.Equal(Path.Combine(Path.GetDirectoryName(project.Path)!, "sql"), folder.MigrationsPath);
        Assert.Equal(Path.GetFullPath("/abs/undo"), folder.RollbackPath);
        Assert.Equal(project.At("backups"), folder.BackupsPath);
        Assert.Single(project.Host.Warnings);
    }
}
