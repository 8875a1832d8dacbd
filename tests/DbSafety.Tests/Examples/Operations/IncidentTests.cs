using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Examples.Operations;

/// <summary>The lines of examples/incident, in their order, on a database in which every price was set to zero.</summary>
public sealed class IncidentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-incident-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task Every_line_works_and_the_rows_are_back()
    {
        TestRun.SkipUnlessLong();
        using var tool = new ToolFolder();
        await using var database = await TestDatabase.CreateAsync(18);
        var variables = new Dictionary<string, string> { ["FARM_DATABASE_URL"] = database.ConnectionString, ["XDG_STATE_HOME"] = Path.Combine(_folder, "state") };
        var (exitCode, output) = await tool.ShellAsync(World, _folder, variables);
        Assert.True(exitCode == 0, output);
        await database.ExecuteAsync("UPDATE products SET price = 0; DELETE FROM products WHERE id = 7");

        foreach (var line in ExampleFile.Blocks("incident/README.md", "sh"))
        {
            (exitCode, output) = await tool.ShellAsync(line, _folder, variables);
            Assert.True(exitCode == 0, $"{line}\n{output}");
            // Whoever reads this at three in the morning has to see what is meant.
            Assert.NotEqual("", output.Trim());
        }

        Assert.Equal("100/0", await database.ScalarAsync<string>("SELECT count(*) || '/' || count(*) FILTER (WHERE price = 0) FROM products"));
        Assert.True(await database.ScalarAsync<bool>("SELECT has_database_privilege('public', current_database(), 'CONNECT')"));
    }

    private const string World = """
        mkdir -p migrations rollback
        cat >dbsafety.yaml <<'YAML'
        version: 1
        name: farm
        targets:
          farm:
            environment: development
            connectionVariable: FARM_DATABASE_URL
        environments:
          development:
            approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
        checks:
          - { name: shop, sql: 'SELECT count(*) > 0 FROM products' }
        YAML
        echo 'CREATE TABLE public.products (id integer PRIMARY KEY, price numeric);' >migrations/0001_products.sql
        echo 'DROP TABLE public.products;' >rollback/0001_products.sql
        echo 'INSERT INTO public.products SELECT i, i FROM generate_series(1, 100) i;' >migrations/0002_stock.sql
        echo 'DELETE FROM public.products;' >rollback/0002_stock.sql
        dbsafety migrate --force
        dbsafety backup --all --prove --force
        """;
}
