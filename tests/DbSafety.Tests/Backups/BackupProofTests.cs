using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

public sealed class BackupProofTests
{
    public static TheoryData<int, BackupDataFormat> Forms
    {
        get
        {
            var forms = new TheoryData<int, BackupDataFormat>();
            foreach (var major in TestServers.Majors)
            {
                forms.Add(major, BackupDataFormat.Copy);
                forms.Add(major, BackupDataFormat.Insert);
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_fresh_backup_of_a_whole_database_is_proven(int major, BackupDataFormat format)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync(request => request with { DataFormat = format });
        var tests = await bench.ProveAsync(set);
        Assert.All(tests, test => Assert.True(test.Passed, test.Table + ": " + string.Join("; ", test.Detail)));
        Assert.All(tests, test => Assert.True(test is { FileIntact: true, Restored: true, RowsEqual: true, ContentEqual: true, StructureEqual: true }));
        Assert.NotNull((await new BackupStore(bench.Folder).FindAsync(set.Id, bench.Host, default)).Proven);
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_database WHERE datname LIKE 'dbsafety_scratch_{set.Id}%'"));
    }

    [Fact]
    public async Task A_table_alone_is_proven_but_for_its_foreign_keys_and_says_so()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.products");
        var test = Assert.Single(await bench.ProveAsync(set));
        Assert.True(test.Passed, string.Join("; ", test.Detail));
        Assert.Contains(test.Detail, line => line.StartsWith("Not checked:", StringComparison.Ordinal) && line.Contains("farm.growers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_without_the_right_to_make_databases_is_told_what_to_do()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        var role = $"r_{Guid.NewGuid():N}";
        await bench.Database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'secret'");
        try
        {
            var sessions = new DbSafety.Engine.Postgres.Sessions(new Npgsql.NpgsqlConnectionStringBuilder(bench.Database.ConnectionString) { Username = role, Password = "secret" });
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => BackupProver.ProveAsync(sessions, set, null, bench.Host, default));
            Assert.Equal("ScratchDatabaseNotAllowed", error.Id);
            Assert.Contains("--files-only", error.NextStep, StringComparison.Ordinal);
        }
        finally
        {
            await bench.Database.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Large_tables_are_loaded_and_read_back_by_two_sessions()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE SEQUENCE shared;
            CREATE TABLE large (id bigint PRIMARY KEY DEFAULT nextval('shared'), body text NOT NULL);
            CREATE INDEX ON large (body, id);
            CREATE TABLE small (id bigint REFERENCES large);
            INSERT INTO large (body) SELECT repeat(md5(i::text), 8) FROM generate_series(1, 70000) i;
            INSERT INTO small VALUES (1), (70000);
            """);
        var set = await bench.BackupAsync(request => request);
        var tests = await bench.ProveAsync(set);
        Assert.All(tests, test => Assert.True(test is { Passed: true, Restored: true, RowsEqual: true, ContentEqual: true, StructureEqual: true }, test.Table + ": " + string.Join("; ", test.Detail)));
        Assert.Contains("The rows of public.large are loaded over 2 sessions.", bench.Host.Messages);
    }

    [Fact]
    public async Task A_large_table_whose_rows_are_refused_fails_alone()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TABLE other (id integer);
            CREATE FUNCTION filled() RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.other)';
            INSERT INTO other VALUES (1);
            CREATE TABLE large (id bigint PRIMARY KEY, body text, CHECK (public.filled()));
            CREATE TABLE small (id bigint REFERENCES large);
            INSERT INTO large SELECT i, repeat(md5(i::text), 8) FROM generate_series(1, 70000) i;
            INSERT INTO small VALUES (1), (70000);
            """);
        var set = await bench.BackupAsync("large", "small");
        var tests = (await bench.ProveAsync(set)).ToDictionary(test => test.Table);
        Assert.True(tests["public.large"] is { Passed: false, Restored: false }, string.Join("; ", tests["public.large"].Detail));
        Assert.Contains(tests["public.large"].Detail, line => line.StartsWith("It could not be restored:", StringComparison.Ordinal));
        Assert.True(tests["public.small"] is { Passed: true, Restored: true, ContentEqual: true }, string.Join("; ", tests["public.small"].Detail));
        Assert.Contains("The rows of public.large are loaded over 2 sessions.", bench.Host.Messages);
    }
}
