using System.Text.RegularExpressions;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Projects;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class NewSafetyProjectTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-test-").FullName;
    private readonly TestHost _host;

    public NewSafetyProjectTests() => _host = new TestHost { WorkingDirectory = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_project_has_the_seeds_folders_and_can_be_opened()
    {
        var made = await RunAsync(new NewSafetyProjectOptions { Name = "Hill \"side\": #1" });
        var database = Path.Combine(_folder, "database");
        Assert.Equal(database, made.Path);
        Assert.Equal(["backups", "migrations", "rollback", "scripts", "seeds", "verify"],
            Directory.GetDirectories(database).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(database, "README.md")));
        Assert.Empty(made.Kept);

        var project = ProjectFolder.Open(null, _host);
        Assert.Equal("Hill \"side\": #1", project.Configuration.Name);
        Assert.Equal("development", project.Configuration.DefaultTarget);
        Assert.Empty(_host.Warnings);
    }

    [Fact]
    public async Task What_the_comments_of_the_file_offer_is_what_the_loader_takes()
    {
        await RunAsync(new NewSafetyProjectOptions());
        var path = Path.Combine(_folder, "database", "dbsafety.yaml");
        // Every commented line of YAML (as against prose) is switched on.
        var lines = File.ReadAllLines(path).Where(line => line != "checks: []")
            .Select(line => line == "#   - name: products can be read" ? "checks:\n  - name: products can be read" : line)
            .Select(line => Regex.Replace(line, @"^(\s*)# (\s*)(?:# )?((?:- )?[A-Za-z-]+:.*)$", "$1$2$3"));
        File.WriteAllText(path, string.Join('\n', lines));
        var configuration = ProjectFolder.Open(null, _host).Configuration;
        Assert.Equal(EnvironmentPolicy.Default("production") with
        {
            Backup = new BackupPolicy(true, true, 50L << 30),
            Hazards = new HazardPolicy { SmallTableBytes = new HazardPolicy().SmallTable },
            Forecast = new ForecastPolicy { MaxWaiting = 20, MaxBlocked = TimeSpan.FromSeconds(5) },
        }, configuration.PolicyOf("production"));
        Assert.True(configuration.PolicyOf("prod-europe").IsProduction);
        Assert.Equal(new MigrationSettings(), configuration.Migrations);
        Assert.Equal(3, configuration.Targets.Count);
        Assert.Equal(4, configuration.Checks.Count);
    }

    [Fact]
    public async Task What_exists_is_never_overwritten()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "db", "migrations"));
        File.WriteAllText(Path.Combine(_folder, "db", "README.md"), "mine");
        File.WriteAllText(Path.Combine(_folder, "db", "migrations", "20240101000000_a.sql"), "-- migrate:up\nSELECT 1;\n");
        var made = await RunAsync(new NewSafetyProjectOptions { Path = "db" });
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "db", "README.md")));
        Assert.Contains(Path.Combine(_folder, "db", "README.md"), made.Kept);
        Assert.False(File.Exists(Path.Combine(_folder, "db", "migrations", ".gitkeep")));
        var hint = Assert.Single(_host.Warnings);
        Assert.Contains("1 migrations in the layout of dbmate", hint, StringComparison.Ordinal);

        var again = await RunAsync(new NewSafetyProjectOptions { Path = "db" });
        Assert.Empty(again.Created);
    }

    [Fact]
    public async Task Migrations_elsewhere_are_pointed_at()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "db", "migrations"));
        File.WriteAllText(Path.Combine(_folder, "db", "migrations", "1_a.up.sql"), "SELECT 1;\n");
        await RunAsync(new NewSafetyProjectOptions());
        var hint = Assert.Single(_host.Warnings);
        Assert.Contains("golang-migrate", hint, StringComparison.Ordinal);
        Assert.Contains("migrations: { folder: ../db/migrations }", hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_WhatIf_nothing_is_made()
    {
        _host.Confirms = false;
        await new NewSafetyProjectOperation().RunAsync(new NewSafetyProjectOptions(), _host, default);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Contains("dbsafety.yaml", Assert.Single(_host.Confirmations).Detail!);
        Assert.Empty(_host.Results);
    }

    private async Task<SafetyProject> RunAsync(NewSafetyProjectOptions options)
    {
        await new NewSafetyProjectOperation().RunAsync(options, _host, default);
        return _host.ResultsOf<SafetyProject>()[^1];
    }
}
