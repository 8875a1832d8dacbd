using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>A table that is gone is made again with all that fell with it.</summary>
public sealed class RestoreRecreateTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_dropped_table_comes_back_with_its_views_and_foreign_keys(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync("farm.products");
        var before = await FingerprintAsync(bench);
        var rows = await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.products");
        await bench.Database.ExecuteAsync("DROP TABLE farm.products CASCADE");
        var result = Assert.Single(await bench.RestoreAsync(set));
        Assert.Equal((RestoreMode.Recreate, 500L, true, true), (result.Mode, result.Inserted, result.Verified, result.Changed));
        Assert.Equal(rows, await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.products"));
        Assert.Equal(before, await FingerprintAsync(bench));
        await bench.Database.ExecuteAsync("INSERT INTO farm.products (grower_id, name) VALUES (1, 'next')");
        Assert.Equal(501, await bench.Database.ScalarAsync<int>("SELECT id FROM farm.products WHERE name = 'next'"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_schema_that_was_dropped_comes_back_table_by_table(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync(request => request);
        var before = await FingerprintAsync(bench);
        await bench.Database.ExecuteAsync("DROP SCHEMA farm CASCADE; DELETE FROM notes WHERE id = 1");
        var results = await bench.RestoreAsync(set);
        Assert.All(results, result => Assert.True(result.Verified, result.Table + ": " + string.Join("; ", result.Detail)));
        Assert.Equal(RestoreMode.Merge, results.Single(result => result.Table == "public.notes").Mode);
        Assert.Equal(before, await FingerprintAsync(bench));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_table_that_is_made_again_has_its_own_privileges_and_not_the_defaults_of_today(int major)
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE SCHEMA club;
            CREATE TABLE club.members (id serial PRIMARY KEY, name text);
            CREATE TABLE club.parts (id int, at date) PARTITION BY RANGE (at);
            CREATE TABLE club.parts_1 PARTITION OF club.parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            GRANT SELECT (name) ON club.members TO PUBLIC;
            INSERT INTO club.members (name) VALUES ('a'), ('b');
            ALTER DEFAULT PRIVILEGES IN SCHEMA club GRANT ALL ON TABLES TO PUBLIC;
            ALTER DEFAULT PRIVILEGES IN SCHEMA club GRANT ALL ON TABLES TO pg_monitor WITH GRANT OPTION;
            ALTER DEFAULT PRIVILEGES IN SCHEMA club GRANT ALL ON SEQUENCES TO PUBLIC;
            """, major);
        var set = await bench.BackupAsync("club.members", "club.parts");
        var before = await FingerprintAsync(bench);
        foreach (var smallest in new long[] { 1, 8 << 20 })
        {
            await bench.Database.ExecuteAsync("DROP TABLE club.members, club.parts");
            var results = await bench.RestoreAsync(set, new RestoreRequest { SmallestStaged = smallest });
            Assert.All(results, result => Assert.True(result.Verified, result.Table + ": " + string.Join("; ", result.Detail)));
            Assert.Equal(before, await FingerprintAsync(bench));
            Assert.False(await bench.Database.ScalarAsync<bool>("SELECT has_table_privilege('pg_monitor', 'club.members', 'DELETE')"));
        }
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_other_tables_say_of_a_dropped_table_comes_back_with_it(int major)
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE SCHEMA club;
            CREATE TABLE club.seats (id int PRIMARY KEY);
            CREATE TABLE club.days (seat int);
            CREATE POLICY seated ON club.days USING (seat IN (SELECT id FROM club.seats));
            CREATE RULE also AS ON DELETE TO club.days DO ALSO DELETE FROM club.seats WHERE id = OLD.seat;
            CREATE VIEW club.shown AS SELECT id FROM club.seats;
            INSERT INTO club.seats SELECT generate_series(1, 9);
            ALTER DEFAULT PRIVILEGES IN SCHEMA club GRANT ALL ON TABLES TO PUBLIC;
            """, major);
        var set = await bench.BackupAsync("club.seats");
        var before = await FingerprintAsync(bench);
        await bench.Database.ExecuteAsync("DROP TABLE club.seats CASCADE");
        var result = Assert.Single(await bench.RestoreAsync(set));
        Assert.True(result.Verified, string.Join("; ", result.Detail));
        Assert.Equal(before, await FingerprintAsync(bench));
    }

    // Each file makes the other table, empty, for its policy: the one that comes second finds itself made.
    private const string Circle = """
        CREATE SCHEMA club;
        CREATE DOMAIN club.rank AS int CHECK (VALUE > 0);
        CREATE TABLE club.members (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT 'nobody', rank club.rank, leader int REFERENCES club.members);
        CREATE TABLE club.seats (id serial PRIMARY KEY, member int NOT NULL UNIQUE REFERENCES club.members ON DELETE CASCADE, CHECK (member > 0));
        ALTER TABLE club.members ALTER COLUMN name SET STORAGE EXTERNAL;
        CREATE INDEX by_name ON club.members (name);
        CREATE FUNCTION club.is_seated(m club.members) RETURNS bool STABLE LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM club.seats s WHERE s.member = m.id)';
        ALTER TABLE club.members ENABLE ROW LEVEL SECURITY;
        ALTER TABLE club.seats ENABLE ROW LEVEL SECURITY;
        CREATE POLICY seated ON club.members USING (EXISTS (SELECT FROM club.seats s WHERE s.member = id));
        CREATE POLICY ranked ON club.seats USING (EXISTS (SELECT FROM club.members m WHERE m.id = member AND m.rank > 1 AND club.is_seated(m)));
        COMMENT ON TABLE club.seats IS 'where they sit';
        CREATE VIEW club.seen AS SELECT id, rank FROM club.members;
        CREATE FUNCTION club.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER refuses INSTEAD OF INSERT ON club.seen FOR EACH ROW EXECUTE FUNCTION club.refuse();
        CREATE MATERIALIZED VIEW club.counted AS SELECT rank, count(*) FROM club.members GROUP BY rank;
        CREATE UNIQUE INDEX one_each ON club.counted (rank);
        CREATE POLICY viewed ON club.seats FOR SELECT USING (id IN (SELECT id FROM club.seen) OR id IN (SELECT rank FROM club.counted));
        CREATE RULE also AS ON DELETE TO club.members WHERE OLD.id < 0 DO ALSO DELETE FROM club.seats WHERE member = OLD.id;
        INSERT INTO club.members (rank, leader) SELECT n, 1 FROM generate_series(1, 400) n;
        INSERT INTO club.seats (member) SELECT n FROM generate_series(1, 400, 3) n;
        """;

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task Tables_whose_policies_name_each_other_come_back_together_and_alone(int major)
    {
        await using var bench = await BackupBench.CreateAsync(Circle, major);
        var set = await bench.BackupAsync(request => request);
        Assert.All(await bench.ProveAsync(set), test => Assert.True(test.Passed, test.Table + ": " + string.Join("; ", test.Detail)));
        var before = await FingerprintAsync(bench);
        var rows = await BackupBench.DumpAsync(bench.Database, "SELECT * FROM club.seats ORDER BY 1");
        foreach (var drop in new[] { "DROP TABLE club.members, club.seats CASCADE", "DROP TABLE club.seats CASCADE", "DROP TABLE club.members CASCADE" })
        {
            foreach (var smallest in new long[] { 1, 8 << 20 })
            {
                await bench.Database.ExecuteAsync(drop);
                var results = await bench.RestoreAsync(set, new RestoreRequest { SmallestStaged = smallest });
                Assert.All(results, result => Assert.True(result.Verified, result.Table + ": " + string.Join("; ", result.Detail)));
                Assert.Equal(before, await FingerprintAsync(bench));
                Assert.Equal(rows, await BackupBench.DumpAsync(bench.Database, "SELECT * FROM club.seats ORDER BY 1"));
            }
        }

        var empty = await bench.EmptyAsync();
        var made = await TableRestorer.RestoreAsync(empty.Sessions, set, new RestoreRequest(), bench.Host, CancellationToken.None);
        Assert.All(made, result => Assert.True(result.Verified, result.Table + ": " + string.Join("; ", result.Detail)));
        PgDump.Require(major);
        Assert.Equal(await PgDump.SchemaAsync(bench.Database, major), await PgDump.SchemaAsync(empty, major));
    }

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task A_database_comes_back_in_an_empty_one_with_what_belongs_to_no_table(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + """
            CREATE EXTENSION fuzzystrmatch;
            CREATE SEQUENCE free_numbers; SELECT setval('free_numbers', 41);
            CREATE FUNCTION nobodys(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + 1';
            CREATE VIEW constants AS SELECT 1 AS one;
            CREATE VIEW growers_alone AS SELECT id, name FROM farm.growers;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER refuses INSTEAD OF INSERT ON growers_alone FOR EACH ROW EXECUTE FUNCTION refuse();
            CREATE VIEW products_of_alone AS SELECT p.id FROM farm.products p JOIN growers_alone g ON g.id = p.grower_id;
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
            """, major);
        var set = await bench.BackupAsync(request => request);
        var empty = await bench.EmptyAsync();
        var results = await TableRestorer.RestoreAsync(empty.Sessions, set, new RestoreRequest(), bench.Host, CancellationToken.None);
        Assert.All(results, result => Assert.True(result.Verified, result.Table + ": " + string.Join("; ", result.Detail)));
        PgDump.Require(major);
        Assert.Equal(await PgDump.SchemaAsync(bench.Database, major), await PgDump.SchemaAsync(empty, major));
        Assert.Equal(42L, await empty.ScalarAsync<long>("SELECT nextval('free_numbers')"));
    }

    [Fact]
    public async Task A_database_with_a_damaged_file_of_its_structure_is_not_begun()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE a (x int)");
        var set = await bench.BackupAsync(request => request);
        File.AppendAllText(set.PathOf(set.Manifest.SchemaFile!.Name), "x");
        var empty = await bench.EmptyAsync();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => TableRestorer.RestoreAsync(empty.Sessions, set, new RestoreRequest(), bench.Host, CancellationToken.None));
        Assert.Equal("BackupFileAltered", error.Id);
        Assert.Equal(0L, await empty.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE tablename = 'a'"));
    }

    [Fact]
    public async Task Orphans_of_a_lost_table_are_named_and_the_table_still_comes_back()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE p (id integer PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE c (p integer REFERENCES p)");
        var set = await bench.BackupAsync("p");
        await bench.Database.ExecuteAsync("DROP TABLE p CASCADE; INSERT INTO c VALUES (2)");
        var result = Assert.Single(await bench.RestoreAsync(set));
        Assert.Equal(1L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM p"));
        Assert.False(result.Verified);
        Assert.Contains(result.Detail, line => line.StartsWith("Could not be made again as it was:", StringComparison.Ordinal) && line.EndsWith("ALTER TABLE public.c VALIDATE CONSTRAINT c_p_fkey", StringComparison.Ordinal));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => bench.Database.ExecuteAsync("INSERT INTO c VALUES (3)"));
    }

    [Fact]
    public async Task A_child_whose_parents_are_gone_comes_back_with_a_key_that_guards_new_rows_and_no_success_is_claimed()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE p (id integer PRIMARY KEY); INSERT INTO p VALUES (1), (2); CREATE TABLE c (p integer REFERENCES p); INSERT INTO c VALUES (1), (2)");
        var set = await bench.BackupAsync("c");
        await bench.Database.ExecuteAsync("DROP TABLE c; DELETE FROM p WHERE id = 1");
        var options = new Core.Options.RestoreFromBackupOptions { Connection = bench.Database.ConnectionString, Path = bench.Folder, Backup = set.Id };
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new Engine.Operations.OperationRunner().RunAsync(options, bench.Host, default));
        Assert.Equal(("RestoreNotWhole", ErrorKind.CheckFailed), (error.Id, error.Kind));
        Assert.Contains(error.Detail, line => line.EndsWith("ALTER TABLE public.c VALIDATE CONSTRAINT c_p_fkey", StringComparison.Ordinal));
        Assert.Equal(2L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM c"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => bench.Database.ExecuteAsync("INSERT INTO c VALUES (3)"));
    }

    [Fact]
    public async Task A_table_that_exists_is_never_recreated()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Recreate }));
        Assert.Equal("RestoreTableExists", error.Id);
        await bench.Database.ExecuteAsync("DROP TABLE notes");
        error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Merge }));
        Assert.Equal("RestoreTableGone", error.Id);
    }

    [Fact]
    public async Task Aside_leaves_the_rows_in_a_schema_that_it_names_and_touches_nothing()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes", "farm.orders");
        await bench.Database.ExecuteAsync("DELETE FROM notes");
        var results = await bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Aside });
        var schema = results[0].SideSchema!;
        Assert.Equal(5L, await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM {schema}.notes"));
        Assert.Equal(5000L, await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM {schema}.orders"));
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes"));
        await bench.RestoreAsync(set);
        Assert.Equal(1L, await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_namespace WHERE nspname = '{schema}'"));
    }

    [Fact]
    public async Task Side_schemas_of_dead_sessions_are_dropped_and_named()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync($"CREATE SCHEMA dbsafety_restore_{set.Id}_7fffffff_5f0000000000");
        await bench.RestoreAsync(set);
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
        Assert.Contains(bench.Host.Warnings, text => text.Contains("7fffffff", StringComparison.Ordinal));
    }

    private static async Task<string> FingerprintAsync(BackupBench bench)
    {
        await using var connection = await bench.Database.OpenAsync();
        var schema = await SchemaReader.ReadAsync(connection, CancellationToken.None);
        return string.Join('\n', schema.Objects.Where(item => item.Fingerprint.Length > 0).Select(item => $"{item.Identity} {item.Fingerprint}").Order(StringComparer.Ordinal));
    }
}
