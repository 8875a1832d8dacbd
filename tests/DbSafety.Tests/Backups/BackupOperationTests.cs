using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>The four commands, over a connection and without a project.</summary>
public sealed class BackupOperationTests
{
    [Fact]
    public async Task Back_up_list_prove_and_restore_need_nothing_but_a_connection()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        bench.Host.WorkingDirectory = bench.Folder;
        var runner = new OperationRunner();
        var connection = bench.Database.ConnectionString;
        await runner.RunAsync(new NewLogicalBackupOptions { Connection = connection, Table = ["farm.*", "notes"], Prove = true }, bench.Host, default);
        var backup = Assert.Single(bench.Host.ResultsOf<LogicalBackup>());
        Assert.NotNull(backup.Proven);
        Assert.Equal(4, backup.Tables.Count);
        Assert.Equal(5525, backup.Rows);

        await runner.RunAsync(new GetLogicalBackupOptions { Table = ["prod*"] }, bench.Host, default);
        Assert.Equal(backup.Id, bench.Host.ResultsOf<LogicalBackup>()[1].Id);
        Assert.NotNull(bench.Host.ResultsOf<LogicalBackup>()[1].Proven);

        await runner.RunAsync(new TestLogicalBackupOptions { FilesOnly = true }, bench.Host, default);
        Assert.All(bench.Host.ResultsOf<BackupTest>(), test => Assert.True(test is { Passed: true, Restored: null }));

        await bench.Database.ExecuteAsync("DELETE FROM notes");
        await runner.RunAsync(new RestoreFromBackupOptions { Connection = connection, Table = ["notes"] }, bench.Host, default);
        Assert.Equal(5L, Assert.Single(bench.Host.ResultsOf<TableRestore>()).Inserted);
    }

    [Fact]
    public async Task A_role_that_owns_its_tables_needs_no_superuser()
    {
        var role = $"r_{Guid.NewGuid():N}";
        await using var bench = await BackupBench.CreateAsync($"CREATE ROLE {role} LOGIN PASSWORD 'secret' CREATEDB; DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO {role}', current_database()); END $$; GRANT ALL ON SCHEMA public TO {role}; SET ROLE {role};" + FarmSql.Text);
        try
        {
            var connection = new Npgsql.NpgsqlConnectionStringBuilder(bench.Database.ConnectionString) { Username = role, Password = "secret" }.ConnectionString;
            var runner = new OperationRunner();
            await runner.RunAsync(new NewLogicalBackupOptions { Connection = connection, Path = bench.Folder, Prove = true }, bench.Host, default);
            await bench.Database.ExecuteAsync("DROP TABLE farm.orders; UPDATE farm.products SET price = 1");
            await runner.RunAsync(new RestoreFromBackupOptions { Connection = connection, Path = bench.Folder }, bench.Host, default);
            Assert.All(bench.Host.ResultsOf<TableRestore>(), result => Assert.True(result.Verified, result.Table + ": " + string.Join("; ", result.Detail)));
        }
        finally
        {
            await bench.Database.ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_restore_from_insert_form_brings_back_the_same_rows()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync(request => request with { DataFormat = BackupDataFormat.Insert });
        await bench.Database.ExecuteAsync("DELETE FROM farm.orders WHERE id % 2 = 0; UPDATE notes SET body = 'x'; UPDATE farm.products SET extra = NULL, tags = NULL");
        Assert.All(await bench.RestoreAsync(set), result => Assert.True(result.Verified));
    }

    [Fact]
    public async Task Partitions_inheritance_and_extensions_are_proven_each_alone()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + """
            CREATE EXTENSION citext;
            CREATE TABLE words (word citext PRIMARY KEY);
            INSERT INTO words VALUES ('Apple');
            CREATE TABLE parent (id integer PRIMARY KEY);
            CREATE TABLE child (extra text) INHERITS (parent);
            INSERT INTO parent VALUES (1);
            INSERT INTO child VALUES (2, 'x'), (3, 'y');
            CREATE UNLOGGED TABLE fast (id integer);
            """);
        foreach (var table in new[] { "words", "parent", "child", "farm.orders_2024", "fast" })
        {
            var set = await bench.BackupAsync(table);
            Assert.Equal(await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM ONLY {table}"), set.Manifest.Tables[0].Rows);
            var test = Assert.Single(await bench.ProveAsync(set));
            Assert.True(test.Passed, table + ": " + string.Join("; ", test.Detail));
        }

        var all = await bench.BackupAsync(request => request);
        Assert.Contains(all.Manifest.Warnings, text => text.Contains("public.parent has inheriting tables", StringComparison.Ordinal));
        Assert.All(await bench.ProveAsync(all), test => Assert.True(test.Passed, test.Table + ": " + string.Join("; ", test.Detail)));
    }
}
