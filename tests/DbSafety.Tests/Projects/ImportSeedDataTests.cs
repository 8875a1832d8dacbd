using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects.Seeds;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class ImportSeedDataTests
{
    private const string Tables = "CREATE TABLE products (id int PRIMARY KEY, name text); CREATE TABLE lots (id int PRIMARY KEY, product int REFERENCES products DEFERRABLE INITIALLY DEFERRED)";

    [Fact]
    public async Task All_seeds_are_loaded_by_name_and_their_rows_counted()
    {
        using var project = Project("development");
        project.Write("seeds/0002_lots.sql", "COPY lots (id, product) FROM stdin;\n1\t1\n2\t3\n\\.\nUPDATE lots SET id = id + 10;\n")
            .Write("seeds/0001_products.sql", "BEGIN;\nINSERT INTO products SELECT i, 'p' || i FROM generate_series(1, 3) i;\nSELECT count(*) FROM products;\nCOMMIT;\n")
            .Write("seeds/notes.txt", "not SQL");
        await using var database = await TestDatabase.CreateAsync(sql: Tables);
        await RunAsync(project, database);
        var results = project.Host.ResultsOf<SeedFileResult>();
        Assert.Equal(["0001_products.sql", "0002_lots.sql"], results.Select(result => Path.GetFileName(result.File)));
        Assert.Equal([(2, 3L), (2, 4L)], results.Select(result => (result.Statements, result.Rows)));
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM lots WHERE id > 10"));
        Assert.Equal(ChangeImpact.Medium, Assert.Single(project.Host.Confirmations).Impact);
    }

    [Theory]
    [InlineData("INSERT INTO products VALUES (3);\nINSERT INTO lots\n  VALUES (1, nowhere);", "0002_bad.sql, line 3, column 14", "42703")]
    [InlineData("COPY lots FROM stdin;\n1\tx\n\\.\n", "invalid input syntax", "22P02")]
    [InlineData("INSERT INTO lots VALUES (1, 99);", "foreign key", "23503")]
    public async Task A_seed_that_fails_leaves_nothing_of_any(string sql, string message, string sqlState)
    {
        using var project = Project("development");
        project.Write("seeds/0001_good.sql", "INSERT INTO products VALUES (1, 'a');").Write("seeds/0002_bad.sql", sql);
        await using var database = await TestDatabase.CreateAsync(sql: Tables);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(project, database));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(sqlState, error.SqlState);
        Assert.Contains("nothing of the seeds", error.State, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM products"));
        Assert.Empty(project.Host.Results);
    }

    [Theory]
    [InlineData("production", false)]
    [InlineData("europe", false)]
    [InlineData("production", true)]
    public async Task Production_is_refused_whatever_is_said(string environment, bool writtenOut)
    {
        using var project = Project(environment);
        project.Write("seeds/a.sql", "INSERT INTO products VALUES (1);");
        await using var database = await TestDatabase.CreateAsync(sql: Tables);
        project.Host.Environment["DB"] = database.ConnectionString;
        var options = new ImportSeedDataOptions { Force = true, Connection = writtenOut ? database.ConnectionString : null };
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new ImportSeedDataOperation().RunAsync(options, project.Host, default));
        Assert.Equal(("SeedRefusedInProduction", ErrorKind.Refused), (error.Id, error.Kind));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM products"));
    }

    [Fact]
    public async Task A_connection_that_nobody_declared_is_confirmed_with_care_and_a_no_changes_nothing()
    {
        using var project = Project("development");
        project.Write("seeds/a.sql", "INSERT INTO products VALUES (1);");
        await using var database = await TestDatabase.CreateAsync(sql: Tables);
        project.Host.Confirms = false;
        await new ImportSeedDataOperation().RunAsync(new ImportSeedDataOptions { Connection = database.ConnectionString, File = ["a.sql"] }, project.Host, default);
        var confirmation = Assert.Single(project.Host.Confirmations);
        Assert.Equal(ChangeImpact.High, confirmation.Impact);
        Assert.Contains("undeclared", confirmation.Subject, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM products"));
    }

    [Theory]
    [InlineData("INSERT INTO products VALUES (1);\nCOMMIT;", "COMMIT", 2)]
    [InlineData("VACUUM products;", "VACUUM", 1)]
    [InlineData("BEGIN;\nSELECT 1;\nCOMMIT;\nBEGIN;\nSELECT 2;\nCOMMIT;", "BEGIN", 1)]
    public async Task What_would_leave_the_transaction_is_refused_before_anything_runs(string sql, string tag, int line)
    {
        using var project = Project("development");
        project.Write("seeds/a.sql", sql);
        await using var database = await TestDatabase.CreateAsync(sql: Tables);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(project, database));
        Assert.Equal(("SeedStatementRefused", line), (error.Id, error.Line));
        Assert.Contains(tag, error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM products"));
    }

    [Fact]
    public async Task A_named_file_that_is_not_there_is_told_with_those_that_are()
    {
        using var project = Project("development");
        project.Write("seeds/products.sql", "SELECT 1;");
        project.Host.Environment["DB"] = "Host=nowhere.invalid";
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new ImportSeedDataOperation().RunAsync(new ImportSeedDataOptions { File = ["product.sql"] }, project.Host, default));
        Assert.Equal("SeedNotFound", error.Id);
        Assert.Contains("products.sql", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COPY t FROM stdin", "a\nb\n", 2)]
    [InlineData("COPY t FROM stdin", "a\nb", 2)]
    [InlineData("COPY t FROM stdin", "", 0)]
    [InlineData("COPY t FROM stdin WITH (FORMAT csv, HEADER)", "id,name\n1,\"two\nlines \"\"quoted\"\"\"\n2,b\n", 2)]
    [InlineData("COPY t FROM stdin WITH (FORMAT csv, HEADER false)", "1,a\r\n2,b\r\n", 2)]
    public void Rows_of_a_copy_block_are_counted(string statement, string data, long rows) => Assert.Equal(rows, CopyRows.Count(statement, data));

    private static TempProject Project(string environment) => new($$"""
        version: 1
        targets: { a: { environment: {{environment}}, connectionVariable: DB } }
        environments: { europe: { production: true } }
        """);

    private static Task RunAsync(TempProject project, TestDatabase database)
    {
        project.Host.Environment["DB"] = database.ConnectionString;
        return new ImportSeedDataOperation().RunAsync(new ImportSeedDataOptions(), project.Host, default);
    }
}
