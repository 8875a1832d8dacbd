using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Stores.Folders;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>A backup of some rows says that it is one, and never stands in for the whole table.</summary>
public sealed class BackupFilterTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    public static TheoryData<string> NoConditions =>
        ["", "  ", "true) TO PROGRAM 'true'; --", "true; DROP TABLE notes", "id = 1 -- all", "id = 1 /* x */", "(id = 1", "id = $1", "'open", "id", "nowhere = 1", "id = 1 UNION SELECT 1, 'x' )"];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Only_the_rows_that_meet_the_condition_are_in_it_and_it_says_so_everywhere(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync(request => request with { Patterns = ["farm.orders", "farm.products"], Where = "id IN (SELECT i * 2 FROM generate_series(1, 50) i)" });
        Assert.Equal((2, true, "farm.products"), (set.Manifest.Format, set.Manifest.IsFiltered, set.Manifest.Tables[0].QualifiedName));
        Assert.All(set.ToResult().Tables, table => Assert.Equal((50L, "id IN (SELECT i * 2 FROM generate_series(1, 50) i)"), (table.Rows, table.Filter)));
        Assert.Contains("NOT THE WHOLE TABLE", BackupBench.Sql(set.PathOf(set.Manifest.Tables[0].File.Name)), StringComparison.Ordinal);
        Assert.All(await bench.ProveAsync(set), test => Assert.True(test.Passed, string.Join("; ", test.Detail)));
    }

    [Theory]
    [MemberData(nameof(NoConditions))]
    public async Task What_is_not_one_condition_is_refused_before_anything_is_written(string condition)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.BackupAsync(request => request with { Patterns = ["notes"], Where = condition }));
        Assert.Equal("BackupFilterInvalid", error.Id);
        Assert.Empty(Directory.EnumerateFiles(bench.Folder));
    }

    [Fact]
    public async Task A_condition_cannot_write()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + "CREATE FUNCTION wipe() RETURNS boolean LANGUAGE sql AS $$ DELETE FROM public.notes; SELECT true $$;");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.BackupAsync(request => request with { Patterns = ["notes"], Where = "public.wipe()" }));
        Assert.Equal("25006", error.SqlState);
        Assert.Equal(5L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes"));
    }

    [Fact]
    public async Task It_merges_and_never_replaces()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync(request => request with { Patterns = ["notes"], Where = "id <= 2" });
        await bench.Database.ExecuteAsync("DELETE FROM notes WHERE id IN (1, 5)");
        var result = Assert.Single(await bench.RestoreAsync(set));
        Assert.Equal((1L, 2L, true), (result.Inserted, result.Kept, result.Verified));
        Assert.Contains(result.Detail, line => line.Contains("id <= 2", StringComparison.Ordinal));
        foreach (var request in new[] { new RestoreRequest { ExtraRows = ExtraRows.Remove }, new RestoreRequest { Mode = RestoreMode.Replace }, new RestoreRequest { Mode = RestoreMode.Swap } })
            Assert.Equal("BackupIsFiltered", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, request))).Id);
        await bench.Database.ExecuteAsync("DROP TABLE notes");
        Assert.Equal("BackupIsFiltered", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set))).Id);
    }

    [Fact]
    public async Task The_newest_set_of_a_table_is_never_a_filtered_one()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var whole = await bench.BackupAsync("notes");
        var filtered = await bench.BackupAsync(request => request with { Patterns = ["notes"], Where = "id = 1" });
        var store = new BackupStore(bench.Folder);
        Assert.Equal(whole.Id, (await store.SelectAsync(null, ["notes"], bench.Host, default)).Set.Id);
        Assert.Equal(filtered.Id, (await store.SelectAsync(filtered.Id, ["notes"], bench.Host, default)).Set.Id);
    }

    [Fact]
    public async Task Nothing_named_is_not_everything()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => BackupWriter.CreateAsync(bench.Database.Sessions, new BackupRequest { Store = new FolderStore(bench.Folder) }, bench.Host, default));
        Assert.Equal("BackupRequestInvalid", error.Id);
        Assert.Empty(Directory.EnumerateFiles(bench.Folder));
    }

    [Fact]
    public async Task WhatIf_lists_the_tables_with_their_sizes_and_writes_nothing()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + "ANALYZE;");
        bench.Host.Confirms = false;
        await new OperationRunner().RunAsync(new NewLogicalBackupOptions { Connection = bench.Database.ConnectionString, Path = bench.Folder, WhatIf = true }, bench.Host, default);
        var lines = Assert.Single(bench.Host.Confirmations).Detail!;
        Assert.Equal(5, lines.Count);
        Assert.Contains(lines, line => line.StartsWith("farm.orders: about 5,000 rows, ", StringComparison.Ordinal));
        Assert.StartsWith("4 tables, ", lines[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(bench.Folder));
    }

    [SkippableFact]
    public async Task Sequences_of_no_table_come_back_with_their_values_and_large_objects_are_named()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE SEQUENCE invoices START 100 INCREMENT 10;
            SELECT nextval('invoices'), nextval('invoices');
            SELECT lo_create(0);
            CREATE TABLE papers (id integer PRIMARY KEY, scan oid);
            """);
        var set = await bench.BackupAsync(request => request);
        Assert.Contains(set.Manifest.Warnings, text => text.Contains("1 large objects", StringComparison.Ordinal));
        Assert.Contains(set.Manifest.Warnings, text => text.Contains("public.papers", StringComparison.Ordinal) && text.Contains("scan", StringComparison.Ordinal));
        var empty = await bench.EmptyAsync();
        await BackupBench.PsqlAsync(empty, set.PathOf(set.Manifest.SchemaFile!.Name));
        Assert.Equal(120L, await empty.ScalarAsync<long>("SELECT nextval('invoices')"));
    }
}
