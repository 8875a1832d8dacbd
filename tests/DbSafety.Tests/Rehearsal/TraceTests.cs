using DbSafety.Core.Results.Rehearsals;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

/// <summary>What the trace says against what PostgreSQL's documentation and source say.</summary>
public sealed class TraceTests
{
    private const string Tables = """
        CREATE TABLE a (id int PRIMARY KEY, x int, n int);
        CREATE TABLE b (a int);
        INSERT INTO a SELECT i, i, i FROM generate_series(1, 100) i;
        INSERT INTO b SELECT i FROM generate_series(1, 50) i;
        """;

    public static TheoryData<int, string, LockMode> Locks()
    {
        (string, LockMode)[] cases =
        [
            ("SELECT count(*) FROM a", LockMode.AccessShare),
            ("SELECT 1 FROM a FOR UPDATE", LockMode.RowShare),
            ("UPDATE a SET x = 0 WHERE id = 1", LockMode.RowExclusive),
            ("ALTER TABLE a ALTER x SET STATISTICS 50", LockMode.ShareUpdateExclusive),
            ("CREATE INDEX i ON a (x)", LockMode.Share),
            ("ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a", LockMode.ShareRowExclusive),
            ("LOCK TABLE a IN EXCLUSIVE MODE", LockMode.Exclusive),
            ("ALTER TABLE a ADD y int", LockMode.AccessExclusive),
            ("CREATE INDEX CONCURRENTLY i ON a (x)", LockMode.ShareUpdateExclusive),
            ("VACUUM FULL a", LockMode.AccessExclusive),
        ];
        var data = new TheoryData<int, string, LockMode>();
        foreach (var major in TestServers.Majors)
        {
            foreach (var (sql, mode) in cases)
                data.Add(major, sql, mode);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task The_lock_of_each_statement_is_seen(int major, string sql, LockMode mode)
    {
        var trace = Assert.Single(await Rehearsals.TraceAsync(major, Tables, sql));
        // VACUUM FULL is over before anybody could be sure to see it.
        if (sql.StartsWith("VACUUM", StringComparison.Ordinal))
            Assert.Contains("public.a", trace.Rewrites);
        else
            Assert.Equal(mode, trace.Locks.Where(item => item.Relation == "public.a").Max(item => item.Mode));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Rewrites_are_told_from_changes_of_the_catalog(int major)
    {
        var statements = await Rehearsals.TraceAsync(major, Tables, """
            ALTER TABLE a ADD constant int DEFAULT 7;
            ALTER TABLE a ADD moment timestamptz DEFAULT clock_timestamp();
            ALTER TABLE a ALTER x TYPE bigint;
            TRUNCATE b;
            """);
        Assert.Empty(statements[0].Rewrites);
        Assert.Equal(["public.a", "public.a_pkey"], statements[1].Rewrites.Order());
        Assert.Equal(["public.a", "public.a_pkey"], statements[2].Rewrites.Order());
        Assert.Equal(["public.b"], statements[3].Rewrites);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Scans_and_written_rows_are_counted(int major)
    {
        var statements = await Rehearsals.TraceAsync(major, Tables, """
            ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0);
            ALTER TABLE a ADD CONSTRAINT d CHECK (x > 0) NOT VALID;
            ALTER TABLE a VALIDATE CONSTRAINT d;
            UPDATE a SET n = 0 WHERE id <= 10;
            DELETE FROM b;
            """);
        Assert.Equal(100, Assert.Single(statements[0].Rows!).RowsScanned);
        Assert.Empty(statements[1].Rows!);
        Assert.Equal(100, Assert.Single(statements[2].Rows!).RowsScanned);
        Assert.Equal(10, statements[3].Rows!.Single(rows => rows.Table == "public.a").Updated);
        Assert.Equal(50, statements[4].Rows!.Single(rows => rows.Table == "public.b").Deleted);
        Assert.True(statements[4].WalBytes > 0);
        Assert.NotNull(statements[0].LiveEstimate);
        Assert.Null(statements[1].LiveEstimate);
    }

    [Fact]
    public async Task A_lock_is_told_once_and_held_to_the_end_of_its_transaction()
    {
        var statements = await Rehearsals.TraceAsync(18, Tables, "SET lock_timeout = '3s';\nALTER TABLE a ADD y int;\nALTER TABLE a ADD z int;\nSELECT 1;\n");
        var held = Assert.Single(statements[1].Locks);
        Assert.Equal(("public.a", LockMode.AccessExclusive, 4), (held.Relation, held.Mode, held.HeldUntilLine));
        Assert.True(held.HeldFor >= statements[1].Duration);
        Assert.Empty(statements[2].Locks);
        Assert.Equal(TimeSpan.FromSeconds(3), statements[1].LockTimeout);
    }

    [Fact]
    public async Task What_the_chain_itself_made_does_not_count_as_existing()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE t (x int); CREATE INDEX i ON t (x)").With("0002_b", "ALTER TABLE t ADD y int; DROP TABLE IF EXISTS nothing");
        var statements = (await project.RehearseAsync()).SelectMany(item => item.Traces).Where(trace => trace.Part == RehearsalPart.Up).SelectMany(trace => trace.Statements).ToList();
        Assert.All(statements, statement => Assert.Empty(statement.Locks));
        Assert.Contains(statements[^1].Notices, notice => notice.Contains("does not exist, skipping", StringComparison.Ordinal));
        Assert.Contains(statements[0].Objects, item => item is { Object: "table t", Change: "created" });
    }
}
