using DbSafety.Core.Options;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class CompletionTests
{
    [Fact]
    public async Task Targets_and_migrations_come_from_the_project()
    {
        using var project = new TempProject("version: 1\ntargets:\n  dev: { environment: development, connection: Host=h }\n  live: { environment: production, connectionVariable: LIVE }\n", "migrations/0001_a.sql");
        Assert.Equal(["dev", "live"], await FindAsync("targets", project.Host));
        Assert.Equal(["0001_a"], await FindAsync("migrations", project.Host));
    }

    [Fact]
    public async Task Tables_come_from_the_target_as_one_would_type_them()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE products (); CREATE TABLE \"Odd name\" (); CREATE SCHEMA stock; CREATE TABLE stock.lots ()");
        var tables = await new OperationRunner().CompleteAsync("tables", new NewLogicalBackupOptions { Connection = database.ConnectionString }, new TestHost(), default);
        Assert.Equal(["\"Odd name\"", "products", "stock.lots"], tables.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("targets")]
    [InlineData("migrations")]
    [InlineData("backups")]
    [InlineData("tables")]
    [InlineData("nothing of ours")]
    public async Task Nothing_is_ever_thrown(string source)
    {
        using var broken = new TempProject("version: [\n");
        Assert.Empty(await FindAsync(source, broken.Host));
        using var unreachable = new TempProject("version: 1\ntargets: { a: { environment: development, connection: \"Host=127.0.0.1;Port=1;Username=u;Timeout=2\" } }\nmigrations: { folder: gone }\n");
        if (source != "targets")
            Assert.Empty(await FindAsync(source, unreachable.Host));
    }

    private static Task<IReadOnlyList<string>> FindAsync(string source, TestHost host) =>
        new OperationRunner().CompleteAsync(source, new InvokeSafeMigrationOptions(), host, default);
}
