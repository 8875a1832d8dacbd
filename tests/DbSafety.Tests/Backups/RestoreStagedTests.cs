using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Restoring.Staging;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>Tables that are gone are made again beside their place, over several sessions, and take it in one transaction.</summary>
public sealed class RestoreStagedTests
{
    private static readonly RestoreRequest Staged = new() { SmallestStaged = 1 };

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_empty_database_gets_all_of_it_with_types_functions_and_foreign_keys(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync(request => request);
        var before = await FingerprintAsync(bench.Database);
        await bench.Database.ExecuteAsync("DROP SCHEMA farm CASCADE; DROP TABLE notes");
        var results = await bench.RestoreAsync(set, Staged);
        Assert.All(results, result => Assert.True(result is { Verified: true, Mode: RestoreMode.Recreate }, result.Table + ": " + string.Join("; ", result.Detail)));
        Assert.Equal(before, await FingerprintAsync(bench.Database));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
        Assert.Contains(bench.Host.Messages, text => text.StartsWith("The rows are in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Long_rows_and_empty_values_come_back_whoever_loads_them()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TYPE mood AS ENUM ('glad', 'sad');
            CREATE DOMAIN few AS integer CHECK (VALUE < 100000);
            CREATE SEQUENCE shared;
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n few DEFAULT nextval('shared') UNIQUE DEFERRABLE INITIALLY DEFERRED, m mood, body text, twice bigint GENERATED ALWAYS AS (n * 2) STORED);
            CREATE INDEX ON t (m);
            CREATE STATISTICS st ON n, m FROM t;
            ALTER TABLE t REPLICA IDENTITY FULL;
            CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
            CREATE TABLE child (t bigint REFERENCES t);
            INSERT INTO t (m, body) SELECT 'glad', CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE i::text END FROM generate_series(1, 20000) i;
            INSERT INTO t (m, body) VALUES ('sad', repeat('long row ', 200000)), (NULL, E'\\.\n\\N\ttab');
            INSERT INTO child SELECT id FROM t;
            """);
        var set = await bench.BackupAsync(request => request);
        var (rows, before) = (await BackupBench.DumpAsync(bench.Database, "SELECT id, n, m, md5(body), twice FROM t"), await FingerprintAsync(bench.Database));
        await bench.Database.ExecuteAsync("DROP TABLE t, child; DROP TYPE mood; DROP DOMAIN few; DROP FUNCTION touch; DROP SEQUENCE shared");
        Assert.All(await bench.RestoreAsync(set, Staged with { Jobs = 3 }), result => Assert.True(result.Verified, string.Join("; ", result.Detail)));
        Assert.Equal(rows, await BackupBench.DumpAsync(bench.Database, "SELECT id, n, m, md5(body), twice FROM t"));
        Assert.Equal(before, await FingerprintAsync(bench.Database));
        Assert.Equal(20003L, await bench.Database.ScalarAsync<long>("INSERT INTO t (m) VALUES ('sad') RETURNING id"));
        Assert.Contains(bench.Host.Messages, text => text.StartsWith("The rows are in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_table_says_of_autovacuum_is_what_it_said_before()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TABLE says_nothing (id integer PRIMARY KEY);
            CREATE TABLE says_no (id integer PRIMARY KEY) WITH (autovacuum_enabled = off, fillfactor = 70);
            INSERT INTO says_nothing SELECT generate_series(1, 1000);
            INSERT INTO says_no SELECT generate_series(1, 1000);
            """);
        var set = await bench.BackupAsync(request => request);
        await bench.Database.ExecuteAsync("DROP TABLE says_nothing, says_no");
        Assert.All(await bench.RestoreAsync(set, Staged), result => Assert.True(result.Verified, string.Join("; ", result.Detail)));
        Assert.Equal(2L, await bench.Database.ScalarAsync<long>("""
            SELECT count(*) FROM pg_class
            WHERE relname = 'says_nothing' AND reloptions IS NULL OR relname = 'says_no' AND reloptions = '{autovacuum_enabled=off,fillfactor=70}'
            """));
    }

    [Fact]
    public async Task A_restore_that_fails_at_the_end_takes_its_types_and_schemas_away_again()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE SCHEMA s; CREATE TYPE s.mood AS ENUM ('glad'); CREATE TABLE s.t (id integer PRIMARY KEY, m s.mood); INSERT INTO s.t SELECT i, 'glad' FROM generate_series(1, 100) i");
        var set = await bench.BackupAsync("s.t");
        await bench.Database.ExecuteAsync("""
            DROP SCHEMA s CASCADE;
            CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 's.t' AND command_tag = 'ALTER TABLE') THEN RAISE 'not here'; END IF; END $$;
            CREATE EVENT TRIGGER refusal ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION refuse();
            """);
        await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, Staged));
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 's' OR nspname LIKE 'dbsafety%'"));
        await bench.Database.ExecuteAsync("DROP EVENT TRIGGER refusal");
        Assert.True(Assert.Single(await bench.RestoreAsync(set, Staged)).Verified);
    }

    [Fact]
    public async Task What_a_dead_session_had_made_for_its_tables_goes_with_its_side_schema_unless_somebody_uses_it()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t VALUES (1); CREATE TYPE free AS ENUM ('a'); CREATE TYPE used AS ENUM ('a'); CREATE TABLE user_of (u used)");
        var set = await bench.BackupAsync("t");
        var side = $"dbsafety_restore_{set.Id}_7fffffff_5f0000000000";
        await using (var connection = await bench.Database.OpenAsync())
        {
            await bench.Database.ExecuteAsync($"CREATE SCHEMA {side}; CREATE SCHEMA dbsafety_restore_{set.Id}_s1_7fffffff_5f0000000000; CREATE TABLE dbsafety_restore_{set.Id}_s1_7fffffff_5f0000000000.t (f free)");
            await Engine.Backups.Restoring.SideRemoval.RecordAsync(connection, side, ["DROP TYPE public.free", "DROP TYPE public.used", "DROP TYPE public.gone"], default);
        }

        await bench.Database.ExecuteAsync("DROP TABLE t");
        Assert.True(Assert.Single(await bench.RestoreAsync(set, Staged)).Verified);
        Assert.Equal("/used", await bench.Database.ScalarAsync<string>("SELECT coalesce(to_regtype('free')::text, '') || '/' || to_regtype('used')"));
        Assert.Contains(bench.Host.Warnings, text => text.Contains("DROP TYPE public.used", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Host.Warnings, text => text.Contains("public.gone", StringComparison.Ordinal));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }

    [Fact]
    public async Task Rows_that_are_not_what_was_backed_up_are_noticed_before_the_table_has_its_place()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer PRIMARY KEY, body text); INSERT INTO t SELECT i, 'old' FROM generate_series(1, 1000) i");
        var set = await bench.BackupAsync("t");
        var altered = set with { Manifest = set.Manifest with { Tables = [.. set.Manifest.Tables.Select(table => table with { Rows = table.Rows + 1 })] } };
        await bench.Database.ExecuteAsync("DROP TABLE t");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(altered, Staged));
        Assert.Equal("BackupContentDiffers", error.Id);
        Assert.Equal("/0", await bench.Database.ScalarAsync<string>("SELECT concat_ws('/', coalesce(to_regclass('t')::text, ''), (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'dbsafety%'))"));
    }

    [Fact]
    public async Task Rows_that_break_a_foreign_key_among_the_tables_are_told_and_guarded()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p integer REFERENCES p); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)");
        await bench.Database.ExecuteAsync("ALTER TABLE c DISABLE TRIGGER ALL; INSERT INTO c VALUES (2); ALTER TABLE c ENABLE TRIGGER ALL");
        var set = await bench.BackupAsync(request => request);
        await bench.Database.ExecuteAsync("DROP TABLE c, p");
        var results = await bench.RestoreAsync(set, Staged);
        Assert.False(results.Single(result => result.Table == "public.c").Verified);
        Assert.Equal(2L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM c"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => bench.Database.ExecuteAsync("INSERT INTO c VALUES (3)"));
    }

    [Fact]
    public async Task A_child_of_a_table_that_is_there_is_made_in_its_place()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE p (id integer); CREATE TABLE c (more text) INHERITS (p); INSERT INTO c SELECT i, 'x' FROM generate_series(1, 100) i");
        var set = await bench.BackupAsync("c");
        await bench.Database.ExecuteAsync("DROP TABLE c");
        Assert.True(Assert.Single(await bench.RestoreAsync(set, Staged)).Verified);
        Assert.Equal(100L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM p"));
        Assert.DoesNotContain(bench.Host.Messages, text => text.StartsWith("The rows are in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ALTER TABLE ONLY s.t ADD CONSTRAINT \"a b\" PRIMARY KEY (x, \"y z\")", "CREATE UNIQUE INDEX \"a b\" ON s.t (x, \"y z\")", "ALTER TABLE ONLY s.t ADD CONSTRAINT \"a b\" PRIMARY KEY USING INDEX \"a b\"")]
    [InlineData("ALTER TABLE ONLY s.t ADD CONSTRAINT k UNIQUE (x) DEFERRABLE INITIALLY DEFERRED", "CREATE UNIQUE INDEX k ON s.t (x)", "ALTER TABLE ONLY s.t ADD CONSTRAINT k UNIQUE USING INDEX k DEFERRABLE INITIALLY DEFERRED")]
    [InlineData("ALTER TABLE ONLY s.t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (x)", null, null)]
    [InlineData("ALTER TABLE ONLY s.t ADD CONSTRAINT k PRIMARY KEY (x, y WITHOUT OVERLAPS)", null, null)]
    [InlineData("ALTER TABLE ONLY s.t ADD CONSTRAINT k PRIMARY KEY (x) INCLUDE (y)", null, null)]
    [InlineData("ALTER TABLE ONLY s.t ADD CONSTRAINT k EXCLUDE USING gist (x WITH =)", null, null)]
    public void A_key_of_columns_alone_is_its_index_first(string statement, string? index, string? attach)
    {
        var key = KeyIndex.Of(statement);
        Assert.Equal((index, attach), (key?.Index, key?.Attach));
    }

    private static async Task<string> FingerprintAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        var schema = await SchemaReader.ReadAsync(connection, CancellationToken.None);
        return string.Join('\n', schema.Objects.Where(item => item.Fingerprint.Length > 0).Select(item => $"{item.Identity} {item.Fingerprint}").Order(StringComparer.Ordinal));
    }
}
