using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>The oracle of the backup: psql alone gives the tables back.</summary>
public sealed class BackupRestoresWithPsqlTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task Each_file_alone_restores_into_an_empty_database(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync("farm.products", "farm.growers", "farm.orders", "notes");
        Assert.Equal(4, set.Manifest.Tables.Count);
        foreach (var table in set.Manifest.Tables)
        {
            var empty = await bench.EmptyAsync();
            await BackupBench.PsqlAsync(empty, set.PathOf(table.File.Name));
            var query = $"SELECT * FROM {table.QualifiedName}";
            Assert.Equal(await BackupBench.DumpAsync(bench.Database, query), await BackupBench.DumpAsync(empty, query));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task The_files_of_a_set_restore_in_any_order_with_all_foreign_keys(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync(request => request);
        foreach (var tables in new[] { set.Manifest.Tables, [.. set.Manifest.Tables.Reverse()] })
        {
            var empty = await bench.EmptyAsync();
            foreach (var table in tables)
                await BackupBench.PsqlAsync(empty, set.PathOf(table.File.Name));
            await BackupBench.PsqlAsync(empty, set.PathOf(set.Manifest.SchemaFile!.Name));
            Assert.Equal(await SchemaOf(bench.Database), await SchemaOf(empty));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task The_structure_file_alone_makes_the_whole_structure(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync(request => request);
        var empty = await bench.EmptyAsync();
        await BackupBench.PsqlAsync(empty, set.PathOf(set.Manifest.SchemaFile!.Name));
        Assert.Equal(await SchemaOf(bench.Database), await SchemaOf(empty));
    }

    [SkippableFact]
    public async Task A_file_whose_table_exists_fails_and_changes_nothing()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("UPDATE notes SET body = 'live'");
        await BackupBench.PsqlAsync(bench.Database, set.PathOf(set.Manifest.Tables[0].File.Name), succeeds: false);
        Assert.Equal(5L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes WHERE body = 'live'"));
    }

    [SkippableFact]
    public async Task Insert_form_restores_the_same_rows()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync(request => request with { DataFormat = BackupDataFormat.Insert });
        var empty = await bench.EmptyAsync();
        foreach (var table in set.Manifest.Tables)
            await BackupBench.PsqlAsync(empty, set.PathOf(table.File.Name));
        foreach (var table in set.Manifest.Tables)
        {
            var query = $"SELECT * FROM {table.QualifiedName}";
            Assert.Equal(await BackupBench.DumpAsync(bench.Database, query), await BackupBench.DumpAsync(empty, query));
        }
    }

    [SkippableFact]
    public async Task Sequences_go_on_where_they_stood()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.products", "farm.growers");
        var empty = await bench.EmptyAsync();
        foreach (var table in set.Manifest.Tables)
            await BackupBench.PsqlAsync(empty, set.PathOf(table.File.Name));
        await empty.ExecuteAsync("INSERT INTO farm.growers (name) VALUES ('next'); INSERT INTO farm.products (grower_id, name) VALUES (21, 'next')");
        Assert.Equal("501/3500", await empty.ScalarAsync<string>("SELECT id || '/' || code FROM farm.products WHERE name = 'next'"));
    }

    private static async Task<string> SchemaOf(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        var schema = await DbSafety.Engine.Schema.SchemaReader.ReadAsync(connection, CancellationToken.None);
        return string.Join('\n', schema.Objects.Where(item => item.Fingerprint.Length > 0).Select(item => item.Fingerprint + " " + item.Identity).Order(StringComparer.Ordinal));
    }
}
