using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class TargetResolverTests
{
    private const string TwoTargets = """
        version: 1
        targets:
          dev: { environment: development, connection: "Host=dev.example;Database=farm;Username=me" }
          live: { environment: production, connectionVariable: LIVE, passwordVariable: LIVE_PASSWORD }
        """;

    [Fact]
    public async Task The_only_target_needs_no_name()
    {
        using var project = new TempProject("version: 1\ntargets:\n  a: { environment: staging, connection: Host=h;Database=d;Username=u }\n");
        await using var target = await ResolveAsync(project, new GetSafeMigrationOptions());
        Assert.Equal(("a", "staging", false, true), (target.Name, target.Environment, target.IsProduction, target.IsDeclared));
        Assert.Equal("d on h:5432 as u", target.Sessions.Description);
    }

    [Fact]
    public async Task A_target_is_found_by_name_or_by_default()
    {
        using var project = new TempProject(TwoTargets + "\ndefaultTarget: live\n");
        project.Host.Environment["LIVE"] = "postgres://boss@live.example/farm";
        project.Host.Environment["LIVE_PASSWORD"] = "x";
        await using var live = await ResolveAsync(project, new GetSafeMigrationOptions());
        Assert.True(live.IsProduction);
        await using var dev = await ResolveAsync(project, new GetSafeMigrationOptions { Target = "dev" });
        Assert.Equal("development", dev.Environment);
    }

    [Theory]
    [InlineData(null, "TargetNotChosen", "dev, live")]
    [InlineData("lvie", "TargetNotFound", "Did you mean 'live'?")]
    [InlineData("live", "TargetConnectionMissing", "LIVE")]
    public async Task What_cannot_be_resolved_is_told_with_what_there_is(string? name, string id, string message)
    {
        using var project = new TempProject(TwoTargets);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => ResolveAsync(project, new GetSafeMigrationOptions { Target = name }));
        Assert.Equal(id, error.Id);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.NextStep);
    }

    [Fact]
    public async Task Two_ways_to_name_a_database_are_refused()
    {
        using var project = new TempProject(TwoTargets);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => ResolveAsync(project, new GetSafeMigrationOptions { Target = "dev", Connection = "Host=x" }));
        Assert.Equal(("TargetAmbiguous", ErrorKind.InvalidArgument), (error.Id, error.Kind));
    }

    [Fact]
    public async Task A_connection_needs_no_project_and_is_nobodys_production()
    {
        var folder = Directory.CreateTempSubdirectory("dbsafety-test-");
        try
        {
            var host = new TestHost { WorkingDirectory = folder.FullName };
            await using var target = await TargetResolver.ResolveAsync(new GetSafeMigrationOptions { Connection = "postgres://me@elsewhere/barn" }, host, default);
            Assert.Equal(("barn", "undeclared", false, false), (target.Name, target.Environment, target.IsProduction, target.IsDeclared));
            Assert.Null(target.Project);
            Assert.Equal("ProjectNotFound", Assert.Throws<DbSafetyException>(target.RequireProject).Id);
        }
        finally
        {
            folder.Delete();
        }
    }

    [Fact]
    public async Task A_connection_to_a_declared_database_comes_under_its_rules()
    {
        using var project = new TempProject(TwoTargets);
        project.Host.Environment["LIVE"] = "postgres://boss@live.example/farm";
        project.Host.Environment["LIVE_PASSWORD"] = "x";
        await using var same = await ResolveAsync(project, new GetSafeMigrationOptions { Connection = "Host=LIVE.example;Port=5432;Database=farm;Username=other" });
        Assert.Equal(("live", true), (same.Name, same.IsProduction));
        await using var other = await ResolveAsync(project, new GetSafeMigrationOptions { Connection = "Host=live.example;Database=barn;Username=other" });
        Assert.Equal(("barn", "undeclared"), (other.Name, other.Environment));
    }

    [Fact]
    public async Task A_connection_in_a_file_is_read_from_the_project_folder()
    {
        using var project = new TempProject("version: 1\ntargets:\n  a: { environment: staging, connectionFile: secret/live, passwordFile: secret/password }\n");
        project.Write("secret/live", "postgres://u@h/d\n").Write("secret/password", "hunter2\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(project.At("secret/live"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.SetUnixFileMode(project.At("secret/password"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        await using var target = await ResolveAsync(project, new GetSafeMigrationOptions());
        Assert.Equal("d on h:5432 as u", target.Sessions.Description);
        if (!OperatingSystem.IsWindows())
            Assert.Contains("chmod 600", Assert.Single(project.Host.Warnings), StringComparison.Ordinal);
    }

    private static Task<ResolvedTarget> ResolveAsync(TempProject project, DatabaseOptions options) => TargetResolver.ResolveAsync(options, project.Host, default);
}
