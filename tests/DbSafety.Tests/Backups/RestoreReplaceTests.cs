using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>All rows of a table make way for those of the backup, in one transaction, where nothing references it.</summary>
public sealed class RestoreReplaceTests
{
    private static readonly RestoreRequest Replace = new() { Mode = RestoreMode.Replace };

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_backups_rows_take_the_place_of_all_rows_and_the_table_stays_the_same_one(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + """
            CREATE TABLE log (what text);
            CREATE FUNCTION log_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log VALUES (TG_OP); RETURN NULL; END $$;
            CREATE TRIGGER emptied AFTER TRUNCATE ON farm.orders FOR EACH STATEMENT EXECUTE FUNCTION log_it();
            CREATE TRIGGER filled AFTER INSERT ON farm.orders FOR EACH ROW EXECUTE FUNCTION log_it();
            """, major);
        var set = await bench.BackupAsync("farm.orders");
        var before = await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.orders");
        var oid = await bench.Database.ScalarAsync<uint>("SELECT 'farm.orders'::regclass::oid");
        await bench.Database.ExecuteAsync("""
            DELETE FROM farm.orders WHERE id > 100;
            INSERT INTO farm.orders (placed, product_id, amount) VALUES ('2025-01-01', 1, 1);
            SELECT setval('farm.orders_id_seq', 77777);
            DELETE FROM log;
            """);
        var result = Assert.Single(await bench.RestoreAsync(set, Replace));
        Assert.Equal((RestoreMode.Replace, 5000L, 101L, true, true), (result.Mode, result.Inserted, result.Removed, result.Verified, result.Changed));
        Assert.Equal(before, await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.orders"));
        Assert.Equal(oid, await bench.Database.ScalarAsync<uint>("SELECT 'farm.orders'::regclass::oid"));
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM log"));
        Assert.Equal(77777L, await bench.Database.ScalarAsync<long>("SELECT last_value FROM farm.orders_id_seq"));
        Assert.Equal("ACCESS EXCLUSIVE", Assert.Single(result.Locks).Mode);
    }

    [Fact]
    public async Task A_referenced_table_is_refused_with_the_commands_that_serve_instead()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.products");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, Replace));
        Assert.Equal("RestoreTableReferenced", error.Id);
        Assert.Contains("farm.orders (orders_product_id_fkey)", error.Message, StringComparison.Ordinal);
        Assert.Contains($"dbsafety restore {set.Id} --table farm.products --mode Merge", error.NextStep, StringComparison.Ordinal);
        Assert.Contains("--mode Swap", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_that_reference_each_other_and_themselves_are_replaced_together()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TABLE people (id integer PRIMARY KEY, boss integer REFERENCES people, team integer);
            CREATE TABLE teams (id integer PRIMARY KEY, head integer REFERENCES people DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO people VALUES (3, NULL, 1), (2, 3, 1), (1, 2, 2);
            INSERT INTO teams VALUES (1, 3), (2, 1);
            ALTER TABLE people ADD FOREIGN KEY (team) REFERENCES teams;
            """);
        var set = await bench.BackupAsync("people", "teams");
        await bench.Database.ExecuteAsync("UPDATE people SET team = NULL, boss = NULL; DELETE FROM teams; DELETE FROM people WHERE id = 1; INSERT INTO people VALUES (9)");
        Assert.All(await bench.RestoreAsync(set, Replace), result => Assert.True(result.Verified));
        Assert.Equal("1/2/2 2/3/1 3//1", await bench.Database.ScalarAsync<string>("SELECT string_agg(concat_ws('/', id, coalesce(boss::text, ''), team), ' ' ORDER BY id) FROM people"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Changed_types_generated_and_identity_columns_and_forced_row_security_are_taken_in_stride(int major)
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);
            INSERT INTO t (n) SELECT i FROM generate_series(1, 10) i;
            ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            """, major);
        var set = await bench.BackupAsync("t");
        await bench.Database.ExecuteAsync("DELETE FROM t WHERE id > 3; ALTER TABLE t DROP COLUMN twice; ALTER TABLE t ALTER n TYPE numeric(10,2), ADD COLUMN note text DEFAULT 'new'; INSERT INTO t (n) VALUES (5.55)");
        Assert.True(Assert.Single(await bench.RestoreAsync(set, Replace)).Verified);
        Assert.Equal("10/1/10/55.00/10", await bench.Database.ScalarAsync<string>("SELECT concat_ws('/', count(*), min(id), max(id), sum(n), count(*) FILTER (WHERE note = 'new')) FROM t"));
    }

    [Fact]
    public async Task A_lock_that_is_not_to_be_had_leaves_everything_as_it_was()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("DELETE FROM notes WHERE id = 1");
        await using var reader = await bench.Database.OpenAsync();
        await using (var command = new NpgsqlCommand("BEGIN; SELECT * FROM notes", reader))
            await command.ExecuteNonQueryAsync();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, Replace with { LockTimeout = TimeSpan.FromMilliseconds(50), LockDeadline = TimeSpan.FromMilliseconds(300) }));
        Assert.Equal("RestoreLockBusy", error.Id);
        Assert.Equal(4L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes"));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }
}
