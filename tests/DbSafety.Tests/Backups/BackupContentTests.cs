using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Stores.Folders;
using DbSafety.Engine.Postgres;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>What a backup must hold, however odd.</summary>
public sealed class BackupContentTests
{
    private const string Odd = """
        CREATE TABLE "Odd "" name.with 'all' 🌱" ("Col "" 1" integer PRIMARY KEY, "select" text);
        INSERT INTO "Odd "" name.with 'all' 🌱" VALUES (1, 'x');
        CREATE SCHEMA "Sch🌱ma";
        CREATE TABLE "Sch🌱ma"."{0}" (id integer);
        INSERT INTO "Sch🌱ma"."{0}" VALUES (1), (1), (NULL);
        CREATE TABLE none ();
        INSERT INTO none DEFAULT VALUES;
        INSERT INTO none DEFAULT VALUES;
        CREATE TABLE empty (id integer, body text);
        CREATE TABLE computed (a integer GENERATED ALWAYS AS (1) STORED);
        INSERT INTO computed DEFAULT VALUES;
        CREATE TABLE "line
        feed" (id integer);
        INSERT INTO "line
        feed" VALUES (7);
        """;

    private const string Types = """
        CREATE TYPE pair AS (n integer, t text);
        CREATE TYPE mood AS ENUM ('good', 'ba''d', 'so, so');
        CREATE DOMAIN small AS integer CHECK (VALUE < 10);
        CREATE TYPE span AS RANGE (subtype = timestamptz);
        CREATE TABLE types (
          id integer PRIMARY KEY, b boolean, i2 smallint, i8 bigint, n numeric, n2 numeric(20,5), r real, d double precision, m money,
          c char(5), v varchar(10), t text, n1 name, by bytea, ts timestamp, tz timestamptz, da date, ti time, tiz timetz, iv interval,
          u uuid, j json, jb jsonb, x xml, ip inet, ci cidr, ma macaddr, bi bit(5), vb bit varying, po point, bo box, pa path, cl circle,
          ir int4range, sp span, ar integer[], ar2 text[][], pr pair, prs pair[], mo mood, mos mood[], sm small, tsv tsvector, tsq tsquery,
          lsn pg_lsn, oi oid, rc regclass, q "char");
        INSERT INTO types VALUES
          (1, true, -32768, 9223372036854775807, 'NaN', 1.10000, 'Infinity', '-0', '-12.34', 'ab', E'\t', E'line\nfeed\\ ''q'' "d" \x01\x7f',
           'n', decode((SELECT string_agg(lpad(to_hex(i), 2, '0'), '') FROM generate_series(0, 255) i), 'hex'), '0044-03-15 12:00 BC', '-infinity',
           'infinity', '24:00', '23:59:59.999999+14', '-1 year 2 mons -3 days 04:05:06.789', '00000000-0000-0000-0000-000000000000',
           '{"a" : 1,  "a":2}', '{"z": [1.50, null, "\u00e9"]}', '<a b="c">d</a>', '::1/64', '10.0.0.0/8', '08:00:2b:01:02:03', '10101', '1',
           '(1.5,-2)', '(1,1),(0,0)', '[(0,0),(1,1)]', '<(0,0),2>', 'empty', '["2024-01-01 00:00+02",)', '{1,NULL,3}', '{{"a,b","c\"d"},{"NULL",NULL}}',
           '(1,"x ""y"", z")', ARRAY[ROW(1, E'a\\b')::pair, NULL, ROW(NULL, '')::pair], 'ba''d', '{"so, so",good}', 9, 'a:1 fat:2', 'fat & rat',
           '16/B374D848', 4294967295, 'pg_class', E'\\001');
        INSERT INTO types (id) VALUES (2);
        INSERT INTO types (id, n, r, d, t, by, ar) VALUES (3, 1e-20 + 1e20::numeric, 1.17549435e-38, 4.9406564584124654e-324, '', '', '{}'),
          (4, 1.0, 0.1, 0.1, repeat('🌱', 300000), '\x', '[0:1]={1,2}'), (5, 1.00, 3.4e38, 1.7976931348623157e308, '\N', '\x5c', '{{{1}}}');
        """;

    public static TheoryData<int, BackupDataFormat> Forms => BackupProofTests.Forms;

    [SkippableTheory]
    [MemberData(nameof(Forms))]
    public async Task Odd_names_and_odd_tables_survive(int major, BackupDataFormat format)
    {
        await using var bench = await BackupBench.CreateAsync(Odd.Replace("{0}", new string('N', 59) + "🌱", StringComparison.Ordinal), major);
        var set = await bench.BackupAsync(request => request with { DataFormat = format });
        Assert.Equal(6, set.Manifest.Tables.Count);
        Assert.All(await bench.ProveAsync(set), test => Assert.True(test.Passed, test.Table + ": " + string.Join("; ", test.Detail)));
        Assert.Equal(2, set.Manifest.Tables.Single(table => table.Name == "none").Rows);
        foreach (var table in set.Manifest.Tables)
        {
            var empty = await bench.EmptyAsync();
            await BackupBench.PsqlAsync(empty, set.PathOf(table.File.Name));
            Assert.Equal(table.Rows, await empty.ScalarAsync<long>($"SELECT count(*) FROM {table.QualifiedName}"));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Forms))]
    public async Task Values_of_every_type_survive(int major, BackupDataFormat format)
    {
        await using var bench = await BackupBench.CreateAsync(Types, major);
        var set = await bench.BackupAsync(request => request with { Patterns = ["types"], DataFormat = format });
        var test = Assert.Single(await bench.ProveAsync(set));
        Assert.True(test.Passed, string.Join("; ", test.Detail));
        var empty = await bench.EmptyAsync();
        await BackupBench.PsqlAsync(empty, set.PathOf(set.Manifest.Tables[0].File.Name));
        Assert.Equal(await BackupBench.DumpAsync(bench.Database, "SELECT * FROM types"), await BackupBench.DumpAsync(empty, "SELECT * FROM types"));
    }

    [Fact]
    public async Task Rows_longer_than_a_block_and_many_blocks_survive()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TABLE big (id integer, body text);
            INSERT INTO big SELECT i, string_agg(md5((i * j)::text), '') FROM generate_series(1, 12) i, generate_series(1, 40000 * (i % 3)) j GROUP BY i;
            INSERT INTO big SELECT i, md5(i::text) FROM generate_series(13, 100000) i;
            """);
        foreach (var format in new[] { BackupDataFormat.Copy, BackupDataFormat.Insert })
        {
            var set = await bench.BackupAsync(request => request with { DataFormat = format });
            Assert.Equal(99996, set.Manifest.Tables[0].Rows);
            var test = Assert.Single(await bench.ProveAsync(set));
            Assert.True(test.Passed, string.Join("; ", test.Detail));
        }
    }

    [Fact]
    public async Task A_forced_policy_makes_an_error_and_not_an_empty_backup()
    {
        var role = $"r_{Guid.NewGuid():N}";
        await using var bench = await BackupBench.CreateAsync($"""
            CREATE ROLE {role} LOGIN PASSWORD 'secret';
            CREATE TABLE secrets (id integer);
            INSERT INTO secrets VALUES (1);
            ALTER TABLE secrets OWNER TO {role};
            ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
            ALTER TABLE secrets FORCE ROW LEVEL SECURITY;
            """);
        try
        {
            var sessions = new Sessions(new NpgsqlConnectionStringBuilder(bench.Database.ConnectionString) { Username = role, Password = "secret" });
            var error = await Assert.ThrowsAsync<DbSafetyException>(() =>
                BackupWriter.CreateAsync(sessions, new BackupRequest { Store = new FolderStore(bench.Folder), Patterns = ["secrets"] }, bench.Host, default));
            Assert.Equal(ErrorKind.PermissionDenied, error.Kind);
            Assert.NotNull(error.NextStep);
            Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Folder));
        }
        finally
        {
            await bench.Database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_table_that_the_role_may_not_read_is_refused_by_name()
    {
        var role = $"r_{Guid.NewGuid():N}";
        await using var bench = await BackupBench.CreateAsync($"CREATE ROLE {role} LOGIN PASSWORD 'secret'; CREATE TABLE open (id integer); GRANT SELECT ON open TO {role}; CREATE TABLE closed (id integer)");
        try
        {
            var sessions = new Sessions(new NpgsqlConnectionStringBuilder(bench.Database.ConnectionString) { Username = role, Password = "secret" });
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => BackupWriter.CreateAsync(sessions, new BackupRequest { Store = new FolderStore(bench.Folder), IsWholeDatabase = true }, bench.Host, default));
            Assert.Equal("TableNotReadable", error.Id);
            Assert.Contains("public.closed", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("public.open", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await bench.Database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Tables_are_of_one_moment_while_others_write()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TABLE a (id bigint PRIMARY KEY, filler text DEFAULT repeat('x', 500));
            CREATE TABLE b (id bigint PRIMARY KEY, filler text DEFAULT repeat('x', 500));
            INSERT INTO a SELECT i FROM generate_series(1, 20000) i;
            INSERT INTO b SELECT i FROM generate_series(1, 20000) i;
            """);
        using var stop = new CancellationTokenSource();
        var written = 20000L;
        var writer = Task.Run(async () =>
        {
            await using var connection = await bench.Database.OpenAsync();
            while (!stop.IsCancellationRequested)
            {
                await using var command = new NpgsqlCommand($"BEGIN; INSERT INTO a VALUES ({written + 1}); INSERT INTO b VALUES ({written + 1}); COMMIT", connection);
                await command.ExecuteNonQueryAsync();
                Interlocked.Increment(ref written);
            }
        });
        while (Interlocked.Read(ref written) < 20010)
            await Task.Yield();
        var set = await bench.BackupAsync("a", "b");
        await stop.CancelAsync();
        await writer;
        Assert.Equal(set.Manifest.Tables[0].Rows, set.Manifest.Tables[1].Rows);
        Assert.Equal(set.Manifest.Tables[0].ContentDigest, set.Manifest.Tables[1].ContentDigest);
    }

    [Fact]
    public async Task Equal_content_has_equal_digests_whatever_its_physical_order()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE a (id integer, t text); INSERT INTO a SELECT i, 'x' || i FROM generate_series(1, 1000) i; CREATE TABLE b AS SELECT * FROM a ORDER BY random()");
        var set = await bench.BackupAsync("a", "b");
        Assert.Equal(set.Manifest.Tables[0].ContentDigest, set.Manifest.Tables[1].ContentDigest);
    }

    [SkippableFact]
    public async Task Structure_only_and_data_only_hold_what_they_say()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var structure = await bench.BackupAsync(request => request with { Patterns = ["notes"], SchemaOnly = true });
        Assert.DoesNotContain("COPY public.notes", BackupBench.Sql(structure.PathOf(structure.Manifest.Tables[0].File.Name)), StringComparison.Ordinal);
        Assert.True(Assert.Single(await bench.ProveAsync(structure)).Passed);

        var data = await bench.BackupAsync(request => request with { Patterns = ["notes"], DataOnly = true });
        Assert.DoesNotContain("CREATE TABLE", BackupBench.Sql(data.PathOf(data.Manifest.Tables[0].File.Name)), StringComparison.Ordinal);
        var test = Assert.Single(await bench.ProveAsync(data));
        Assert.False(test.Passed);
        Assert.Null(test.Restored);
        await bench.Database.ExecuteAsync("TRUNCATE notes");
        await BackupBench.PsqlAsync(bench.Database, data.PathOf(data.Manifest.Tables[0].File.Name));
        Assert.Equal(5L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes"));
    }
}
