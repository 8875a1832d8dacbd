using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class BackfillTests
{
    // The counter tells how often each row was met.
    private const string Tables = """
        CREATE TABLE a (id int PRIMARY KEY, part int NOT NULL, n int NOT NULL DEFAULT 0, note text);
        INSERT INTO a SELECT i, i % 7, 0, NULL FROM generate_series(1, 5000) i;
        CREATE UNIQUE INDEX a_part_id ON a (part, id);
        CREATE TABLE b (id int PRIMARY KEY, note text);
        """;

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Every_row_is_met_exactly_once(int major)
    {
        await using var project = await TestProject.CreateAsync(major, Tables);
        project.With("0001_a", "ALTER TABLE b ADD c int;\n-- dbsafety: batch by id target 500ms\nUPDATE a SET n = n + 1;", "SELECT 1");
        var item = Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Contains(item.Notices, notice => notice.Contains("5,000 keys of a", StringComparison.Ordinal));
        Assert.Equal((1, 1), (await project.Database.ScalarAsync<int>("SELECT min(n) FROM a"), await project.Database.ScalarAsync<int>("SELECT max(n) FROM a")));
        Assert.True(await project.Database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.journal WHERE event = 'batch_done'") >= 2);
        Assert.Equal(5000L, await project.Database.ScalarAsync<long>("SELECT max((detail ->> 'keys_done')::bigint) FROM dbsafety.journal"));
    }

    [Theory]
    [InlineData("-- dbsafety: batch by part, id\nDELETE FROM a AS x USING b WHERE b.id = x.id", "SELECT count(*) FROM a", 5000L)]
    [InlineData("-- dbsafety: batch by id\nDELETE FROM only a WHERE id > 10 -- so few remain", "SELECT count(*) FROM a", 10L)]
    [InlineData("-- dbsafety: batch by id pause 1ms\nINSERT INTO b (id, note) SELECT x.id, 'copy' FROM a x LEFT JOIN b ON b.id = x.id WHERE b.id IS NULL OR x.id < 10 ON CONFLICT DO NOTHING", "SELECT count(*) FROM b", 5000L)]
    [InlineData("-- dbsafety: batch by id\nUPDATE a SET note = (SELECT count(*) FROM b) WHERE id % 2 = 0", "SELECT count(*) FROM a WHERE note = '0'", 2500L)]
    public async Task Other_statements_are_divided_too(string statement, string question, long answer)
    {
        await using var project = await TestProject.CreateAsync(sql: Tables);
        project.With("0001_a", statement + ";");
        await project.MigrateAsync();
        Assert.Equal(answer, await project.Database.ScalarAsync<long>(question));
    }

    [Fact]
    public async Task A_backfill_that_was_cut_off_goes_on_where_it_stopped()
    {
        await using var project = await TestProject.CreateAsync(sql: Tables + "ALTER TABLE a ADD CONSTRAINT stop CHECK (n = 0 OR id < 3000)");
        project.With("0001_a", "-- dbsafety: batch by id\nUPDATE a SET n = n + 1;", "SELECT 1");
        var error = await project.MigrateFailsAsync();
        Assert.Equal("MigrationUnfinished", error.Id);
        // How large the later batches are is up to the machine; the first has a thousand rows.
        Assert.Matches("[12],[0-9]{3} rows are gone through; it goes on from there", error.State);
        Assert.Matches(@"the batches up to \([12][0-9]{3}\) are done", (await project.StatusAsync("0001_a")).Detail);
        var repair = Assert.Single((await project.RunAsync(new RepairSafeMigrationOptions())).ResultsOf<MigrationRepair>());
        Assert.Equal((MigrationState.Partial, StatementState.Partial), (repair.State, repair.Statements.Single().State));

        await project.Database.ExecuteAsync("ALTER TABLE a DROP CONSTRAINT stop");
        Assert.Equal(MigrationState.Applied, (await project.RunAsync(new RepairSafeMigrationOptions { Finish = true })).ResultsOf<MigrationRepair>().Single().State);
        Assert.Equal((1, 1), (await project.Database.ScalarAsync<int>("SELECT min(n) FROM a"), await project.Database.ScalarAsync<int>("SELECT max(n) FROM a")));
    }

    [Theory]
    [InlineData("batch by id", "UPDATE a SET id = id + 1", "changes id")]
    [InlineData("batch by id", "UPDATE a SET n = 1 RETURNING id", "RETURNING")]
    [InlineData("batch by id", "WITH w AS (SELECT 1) UPDATE a SET n = 1", "begins with WITH")]
    [InlineData("batch by id", "UPDATE a SET n = 1 WHERE id IN (SELECT x.id FROM a x)", "a second time")]
    [InlineData("batch by id", "INSERT INTO b SELECT id, note FROM a ORDER BY note LIMIT 5", "ORDER")]
    [InlineData("batch by id", "INSERT INTO b SELECT DISTINCT part, note FROM a", "DISTINCT")]
    [InlineData("batch by id", "INSERT INTO b SELECT part, note FROM a GROUP BY part, note", "GROUP")]
    [InlineData("batch by id", "INSERT INTO a SELECT id + 10000, part FROM a", "reads and writes a")]
    [InlineData("batch by id", "INSERT INTO b VALUES (1, 'x')", "no SELECT")]
    [InlineData("batch by id", "CREATE TABLE c ()", "only UPDATE, DELETE and INSERT")]
    [InlineData("batch id", "UPDATE a SET n = 1", "does not say how")]
    [InlineData("batch by id target never", "UPDATE a SET n = 1", "does not say how")]
    [InlineData("batch by id", "BEGIN; UPDATE a SET n = 1; COMMIT", "one transaction")]
    [InlineData("batch by part", "UPDATE a SET n = 1", "no unique index on exactly (part)")]
    [InlineData("batch by nothing", "UPDATE a SET n = 1", "has no column nothing")]
    [InlineData("batch by id", "UPDATE nowhere SET n = 1", "there is no table nowhere")]
    [InlineData("batch by id", "INSERT INTO b SELECT count(*), 'all' FROM a", "puts rows together (Aggregate)")]
    public async Task What_cannot_be_divided_is_refused_in_words(string option, string statement, string reason)
    {
        await using var project = await TestProject.CreateAsync(sql: Tables);
        project.With("0001_a", $"-- dbsafety: {option}\n{statement};");
        var error = await project.MigrateFailsAsync();
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a WHERE n <> 0"));
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM b"));
    }

    [Fact]
    public async Task A_rehearsal_runs_it_at_once_and_a_preview_tells_of_the_batches()
    {
        await using var project = await TestProject.CreateAsync(sql: Tables);
        project.With("0001_a", "-- dbsafety: batch by id\nUPDATE a SET n = n + 1;", "UPDATE a SET n = n - 1");
        var run = await project.MigrateAsync(options => options.WhatIf = true);
        Assert.Contains("in batches by id of about 500 ms", run.Migrations[0].Detail, StringComparison.Ordinal);
        var rehearsal = (await project.RunAsync(new TestSafeMigrationOptions())).ResultsOf<Core.Results.Rehearsals.MigrationRehearsal>().Single();
        Assert.Equal(Core.Results.Rehearsals.RehearsalVerdict.Exact, rehearsal.Certificate.Verdict);
    }
}
