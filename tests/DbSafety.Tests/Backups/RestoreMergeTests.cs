using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>A live table is brought to the backup by key, and nothing else is.</summary>
public sealed class RestoreMergeTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Missing_rows_come_back_differing_ones_are_changed_and_newer_ones_stay(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync("farm.products");
        var before = await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.products");
        await bench.Database.ExecuteAsync("""
            ALTER TABLE farm.orders DROP CONSTRAINT orders_product_id_fkey;
            DELETE FROM farm.products WHERE id <= 7;
            UPDATE farm.products SET price = price + 1 WHERE id BETWEEN 11 AND 15;
            INSERT INTO farm.products (id, grower_id, name) VALUES (9001, 1, 'newer'), (9002, 1, 'newer');
            """);
        var result = Assert.Single(await bench.RestoreAsync(set));
        Assert.Equal((RestoreMode.Merge, 7L, 5L, 0L, 2L), (result.Mode, result.Inserted, result.Updated, result.Removed, result.Kept));
        Assert.True(result is { Verified: true, Changed: true, RowsInBackup: 500 });
        Assert.Equal(before, await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.products WHERE id < 9000"));
        Assert.Equal(0L, await SideSchemas(bench));
        Assert.Equal(DbSafety.Core.Commands.ChangeImpact.High, Assert.Single(bench.Host.Confirmations).Impact);
    }

    [Fact]
    public async Task Triggers_rest_during_the_merge_and_have_their_states_afterwards()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + """
            CREATE TABLE log (what text);
            CREATE FUNCTION log_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log VALUES (TG_NAME); RETURN NULL; END $$;
            CREATE TRIGGER always AFTER UPDATE ON farm.products FOR EACH ROW EXECUTE FUNCTION log_it();
            CREATE TRIGGER replica AFTER UPDATE ON farm.products FOR EACH ROW EXECUTE FUNCTION log_it();
            CREATE TRIGGER off AFTER UPDATE ON farm.products FOR EACH ROW EXECUTE FUNCTION log_it();
            ALTER TABLE farm.products ENABLE ALWAYS TRIGGER always, ENABLE REPLICA TRIGGER replica, DISABLE TRIGGER off;
            """);
        var set = await bench.BackupAsync("farm.products");
        await bench.Database.ExecuteAsync("ALTER TABLE farm.products DISABLE TRIGGER USER; UPDATE farm.products SET price = 0; ALTER TABLE farm.products ENABLE TRIGGER products_touch, ENABLE ALWAYS TRIGGER always, ENABLE REPLICA TRIGGER replica");
        await bench.RestoreAsync(set);
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM log"));
        Assert.Equal("always=A off=D products_touch=O replica=R", await bench.Database.ScalarAsync<string>(
            "SELECT string_agg(tgname || '=' || tgenabled::text, ' ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = 'farm.products'::regclass AND NOT tgisinternal"));
    }

    [Fact]
    public async Task Identity_and_generated_columns_come_back_and_the_sequence_does_not_go_back()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.growers");
        await bench.Database.ExecuteAsync("""
            ALTER TABLE farm.products DROP CONSTRAINT products_grower_id_fkey;
            DELETE FROM farm.growers WHERE id = 3;
            SELECT setval('farm.growers_id_seq', 5000);
            """);
        await bench.RestoreAsync(set);
        Assert.Equal("grower-3", await bench.Database.ScalarAsync<string>("SELECT slug FROM farm.growers WHERE id = 3"));
        Assert.Equal(5000L, await bench.Database.ScalarAsync<long>("SELECT last_value FROM farm.growers_id_seq"));
        await bench.Database.ExecuteAsync("SELECT setval('farm.growers_id_seq', 2); UPDATE farm.growers SET place = NULL");
        await bench.RestoreAsync(set);
        Assert.Equal(20L, await bench.Database.ScalarAsync<long>("SELECT last_value FROM farm.growers_id_seq"));
    }

    [Fact]
    public async Task Extra_rows_are_removed_when_asked()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("INSERT INTO notes SELECT i, 'new' FROM generate_series(100, 109) i; DELETE FROM notes WHERE id = 2");
        var result = Assert.Single(await bench.RestoreAsync(set, new RestoreRequest { ExtraRows = ExtraRows.Remove }));
        Assert.Equal((1L, 10L, 0L), (result.Inserted, result.Removed, result.Kept));
        Assert.Equal(5L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes"));
    }

    [Fact]
    public async Task Extra_rows_with_cascading_children_are_refused_by_name_and_number()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.growers");
        await bench.Database.ExecuteAsync("""
            INSERT INTO farm.growers (name) VALUES ('newer');
            INSERT INTO farm.products (grower_id, name) SELECT id, 'of the newer' FROM farm.growers, generate_series(1, 3) WHERE farm.growers.name = 'newer';
            """);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, new RestoreRequest { ExtraRows = ExtraRows.Remove }));
        Assert.Equal("RestoreWouldCascade", error.Id);
        Assert.Contains("3 rows of farm.products", error.Message, StringComparison.Ordinal);
        Assert.Equal(3L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM farm.products WHERE name = 'of the newer'"));
        Assert.Equal(0L, await SideSchemas(bench));
    }

    [Fact]
    public async Task Cascades_are_found_as_the_server_compares_keys()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE EXTENSION citext;
            CREATE TABLE p (id citext PRIMARY KEY);
            CREATE TABLE c (p citext REFERENCES p ON DELETE SET NULL);
            """);
        var set = await bench.BackupAsync("p");
        await bench.Database.ExecuteAsync("INSERT INTO p VALUES ('Abc'); INSERT INTO c VALUES ('ABC')");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, new RestoreRequest { ExtraRows = ExtraRows.Remove }));
        Assert.Contains("1 rows of public.c would be changed", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM c WHERE p IS NOT NULL"));
    }

    [Fact]
    public async Task A_rule_that_would_rewrite_the_merge_is_refused_until_it_is_disabled()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t VALUES (1); CREATE RULE nothing AS ON INSERT TO t DO INSTEAD NOTHING");
        var set = await bench.BackupAsync("t");
        await bench.Database.ExecuteAsync("DELETE FROM t");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set));
        Assert.Equal("RestoreRuleExists", error.Id);
        await bench.Database.ExecuteAsync("ALTER TABLE t DISABLE RULE nothing");
        Assert.True(Assert.Single(await bench.RestoreAsync(set)).Verified);
    }

    [Fact]
    public async Task Tables_of_a_set_are_restored_together_parents_first_and_removed_children_first()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.orders", "farm.products", "farm.growers");
        var before = await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.orders");
        await bench.Database.ExecuteAsync("""
            DELETE FROM farm.orders;
            DELETE FROM farm.products WHERE id > 100;
            INSERT INTO farm.growers (name) VALUES ('newer');
            INSERT INTO farm.products (grower_id, name) SELECT id, 'newer' FROM farm.growers WHERE name = 'newer';
            INSERT INTO farm.orders (placed, product_id, amount) SELECT '2025-03-03', id, 1 FROM farm.products WHERE name = 'newer';
            """);
        var results = await bench.RestoreAsync(set, new RestoreRequest { ExtraRows = ExtraRows.Remove });
        Assert.All(results, result => Assert.True(result.Verified));
        Assert.Equal(before, await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.orders"));
        Assert.Equal(20L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM farm.growers"));
    }

    [Fact]
    public async Task Rows_that_point_to_rows_that_are_gone_are_listed_and_nothing_is_changed()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.products");
        await bench.Database.ExecuteAsync("DELETE FROM farm.orders; DELETE FROM farm.growers WHERE id <= 2");
        var count = await bench.Database.ScalarAsync<long>("SELECT count(*) FROM farm.products");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set));
        Assert.Equal("RestoreForeignKeyConflict", error.Id);
        Assert.Contains(error.Detail, line => line.Contains("50 rows", StringComparison.Ordinal) && line.Contains("farm.growers", StringComparison.Ordinal));
        Assert.Equal(count, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM farm.products"));
    }

    [Fact]
    public async Task WhatIf_counts_and_changes_nothing()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("DELETE FROM notes WHERE id = 1; UPDATE notes SET body = 'x' WHERE id = 3; INSERT INTO notes VALUES (9, 'y')");
        bench.Host.Confirms = false;
        var result = Assert.Single(await bench.RestoreAsync(set, new RestoreRequest { WhatIf = true }));
        Assert.Equal((1L, 1L, 1L, false, false), (result.Inserted, result.Updated, result.Kept, result.Changed, result.Verified));
        Assert.Equal(0L, await SideSchemas(bench));
        Assert.Equal("x", await bench.Database.ScalarAsync<string>("SELECT body FROM notes WHERE id = 3"));
    }

    [Fact]
    public async Task A_declined_restore_changes_nothing_and_says_so()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("DELETE FROM notes");
        bench.Host.Confirms = false;
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set));
        Assert.Equal(ErrorKind.NotApproved, error.Kind);
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes"));
        Assert.Equal(0L, await SideSchemas(bench));
    }

    [Fact]
    public async Task A_column_that_is_newer_than_the_backup_is_left_alone_and_one_that_is_gone_is_named()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("ALTER TABLE notes ADD COLUMN stars integer DEFAULT 5; DELETE FROM notes WHERE id = 1; UPDATE notes SET stars = 1, body = 'changed' WHERE id = 3");
        Assert.True(Assert.Single(await bench.RestoreAsync(set)).Verified);
        Assert.Equal("1:5 3:1", await bench.Database.ScalarAsync<string>("SELECT string_agg(id || ':' || stars, ' ' ORDER BY id) FROM notes WHERE id IN (1, 3)"));
        await bench.Database.ExecuteAsync("ALTER TABLE notes DROP COLUMN body");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set));
        Assert.Equal("RestoreColumnsMissing", error.Id);
        Assert.Contains("body", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_whose_type_has_changed_is_compared_in_its_present_type()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer PRIMARY KEY, n integer); INSERT INTO t SELECT i, i FROM generate_series(1, 10) i");
        var set = await bench.BackupAsync("t");
        await bench.Database.ExecuteAsync("ALTER TABLE t ALTER id TYPE bigint, ALTER n TYPE numeric(10,2); UPDATE t SET n = 0 WHERE id = 1; DELETE FROM t WHERE id = 2");
        var result = Assert.Single(await bench.RestoreAsync(set));
        Assert.Equal((1L, 1L, true), (result.Inserted, result.Updated, result.Verified));
    }

    [Fact]
    public async Task Without_a_key_all_rows_are_replaced_only_when_asked()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (n integer); INSERT INTO t VALUES (1), (1), (2)");
        var set = await bench.BackupAsync("t");
        await bench.Database.ExecuteAsync("DELETE FROM t WHERE n = 1; INSERT INTO t VALUES (5)");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set));
        Assert.Equal("RestoreNeedsKey", error.Id);
        Assert.Contains("--mode Replace", error.NextStep, StringComparison.Ordinal);
        var result = Assert.Single(await bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Replace }));
        Assert.Equal((3L, 2L, true), (result.Inserted, result.Removed, result.Verified));
        Assert.Equal("1,1,2", await bench.Database.ScalarAsync<string>("SELECT string_agg(n::text, ',' ORDER BY n) FROM t"));
    }

    [Fact]
    public async Task Keys_are_equal_as_their_index_says()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE EXTENSION citext; CREATE TABLE t (id citext PRIMARY KEY, j json); INSERT INTO t VALUES ('Abc', '{\"a\": 1}'), ('Def', NULL)");
        var set = await bench.BackupAsync("t");
        await bench.Database.ExecuteAsync("UPDATE t SET id = 'ABC' WHERE id = 'abc'; UPDATE t SET j = '{\"a\":1}' WHERE id = 'def'");
        var result = Assert.Single(await bench.RestoreAsync(set));
        Assert.Equal((0L, 2L, 0L), (result.Inserted, result.Updated, result.Kept));
        Assert.Equal("Abc", await bench.Database.ScalarAsync<string>("SELECT id::text FROM t WHERE id = 'abc'"));
    }

    [Fact]
    public async Task A_locked_table_is_tried_again_until_the_deadline_and_nothing_is_changed()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("DELETE FROM notes WHERE id = 1");
        await using var other = await bench.Database.OpenAsync();
        await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE notes IN ROW EXCLUSIVE MODE", other))
            await command.ExecuteNonQueryAsync();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, new RestoreRequest { LockTimeout = TimeSpan.FromMilliseconds(50), LockDeadline = TimeSpan.FromMilliseconds(400) }));
        Assert.Equal("RestoreLockBusy", error.Id);
        await using (var command = new NpgsqlCommand("ROLLBACK", other))
            await command.ExecuteNonQueryAsync();
        Assert.True(Assert.Single(await bench.RestoreAsync(set)).Verified);
    }

    [Fact]
    public async Task Two_restores_after_each_other_find_nothing_more_to_do()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.growers", "farm.orders");
        await bench.Database.ExecuteAsync("DELETE FROM farm.orders WHERE id % 3 = 0");
        await bench.RestoreAsync(set);
        Assert.All(await bench.RestoreAsync(set), result => Assert.Equal((0L, 0L, true), (result.Inserted, result.Updated, result.Verified)));
    }

    internal static Task<long> SideSchemas(BackupBench bench) =>
        bench.Database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'dbsafety%'");
}
