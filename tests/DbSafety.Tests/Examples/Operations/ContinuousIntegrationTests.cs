using System.Text.Json;
using DbSafety.Tests.Infrastructure;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace DbSafety.Tests.Examples.Operations;

/// <summary>examples/ci: the commands of both files, on a repository with a branch that is good and on one that is not.</summary>
public sealed class ContinuousIntegrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-ci-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("github", true)]
    [InlineData("github", false)]
    [InlineData("gitlab", true)]
    [InlineData("gitlab", false)]
    [Trait("Category", "Long")]
    public async Task Hazards_are_told_and_a_rollback_that_gives_nothing_back_fails_the_job(string service, bool isGood)
    {
        TestRun.SkipUnlessLong();
        using var tool = new ToolFolder();
        await using var database = await TestDatabase.CreateAsync(18, "CREATE TABLE public.here (id integer)");
        var repository = Path.Combine(_folder, "repository");
        Directory.CreateDirectory(repository);
        var variables = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = database.ConnectionString,
            ["GITHUB_BASE_REF"] = "main",
            ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] = "main",
        };
        var (exitCode, output) = await tool.ShellAsync(Repository(isGood), repository, variables);
        Assert.True(exitCode == 0, output);

        // As the services do it: a step that fails does not keep the others from running, but the job fails.
        var codes = new List<int>();
        foreach (var step in service == "github" ? GitHub() : GitLab())
        {
            (exitCode, output) = await tool.ShellAsync(step, Path.Combine(_folder, "repository", "work"), variables);
            codes.Add(exitCode);
            if (service == "gitlab" && exitCode != 0)
                break;
        }

        Assert.True(codes.All(code => code == 0) == isGood, $"{string.Join(' ', codes)}\n{output}");
        if (service == "gitlab")
        {
            using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(repository, "work", "hazards.json")));
            Assert.Equal(JsonValueKind.Array, report.RootElement.ValueKind);
            return;
        }

        using var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(repository, "work", "hazards.sarif")));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        Assert.Equal(!isGood, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Any(result => result.ToString().Contains("0002_change", StringComparison.Ordinal)));
    }

    private static string Repository(bool isGood) => $"""
        git init -q -b main origin; cd origin
        git config user.name tester; git config user.email tester@example.org
        mkdir -p database/migrations database/rollback
        printf 'version: 1\nname: farm\ntargets:\n  main:\n    environment: development\n    connectionVariable: DATABASE_URL\nenvironments:\n  development:\n    approvals: (firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none)\n' | tr '()' '{"{}"}' >database/dbsafety.yaml
        echo 'CREATE TABLE public.products (id integer PRIMARY KEY, name text);' >database/migrations/0001_products.sql
        echo 'DROP TABLE public.products;' >database/rollback/0001_products.sql
        git add .; git commit -qm base; git switch -qc change
        {(isGood
            ? "echo 'ALTER TABLE public.products ADD COLUMN price numeric;' >database/migrations/0002_change.sql; echo 'ALTER TABLE public.products DROP COLUMN price;' >database/rollback/0002_change.sql"
            : "echo 'DROP TABLE public.products;' >database/migrations/0002_change.sql; echo 'SELECT 1;' >database/rollback/0002_change.sql")}
        git add .; git commit -qm change; cd ..
        git clone -q origin work; cd work; git checkout -q change
        """;

    private static IEnumerable<string> GitHub() => Steps(Root("ci/github-workflow.yml"), "jobs", "rehearse", "steps")
        .OfType<YamlMappingNode>().Select(step => step.Children.TryGetValue("run", out var run) ? ((YamlScalarNode)run).Value! : "").Where(IsOurs);

    private static IEnumerable<string> GitLab() => Steps(Root("ci/gitlab-ci.yml"), "rehearse-database", "script").Select(line => ((YamlScalarNode)line).Value!).Where(IsOurs);

    // Installing is what the services do, and the test has no need of.
    private static bool IsOurs(string command) => command.Length > 0 && !command.StartsWith("dotnet tool install", StringComparison.Ordinal);

    private static YamlMappingNode Root(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(ExampleFile.Read(file)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlNode> Steps(YamlNode node, params string[] path) => ((YamlSequenceNode)path.Aggregate(node, (current, key) => current[key])).Children;
}
