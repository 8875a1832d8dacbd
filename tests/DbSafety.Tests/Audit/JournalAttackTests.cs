using System.Text.Json.Nodes;
using DbSafety.Core.Options;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Audit.Chains;
using Xunit;

namespace DbSafety.Tests.Audit;

/// <summary>Each way to change what a journal says, done for real, is found and named.</summary>
public sealed class JournalAttackTests
{
    private const string Renumber = "UPDATE dbsafety.journal SET position = -position WHERE position > 3; UPDATE dbsafety.journal SET position = -position - 1 WHERE position < 0";

    private const string Insert = """
        UPDATE dbsafety.journal SET position = -position WHERE position > 2; UPDATE dbsafety.journal SET position = -position + 1 WHERE position < 0;
        INSERT INTO dbsafety.journal SELECT (jsonb_populate_record(j, '{"position": 3, "migration": "0009_forged", "recorded_at": "2026-01-01T00:00:00Z"}')).* FROM dbsafety.journal j WHERE position = 2;
        UPDATE dbsafety.journal SET previous_hash = (SELECT hash FROM dbsafety.journal WHERE position = 2) WHERE position = 3;
        UPDATE dbsafety.journal j SET hash = dbsafety.journal_hash(j) WHERE position = 3
        """;

    public static TheoryData<string, string[]> OnTheTable => new()
    {
        { "JournalRowEdited", ["UPDATE dbsafety.journal SET os_user = 'somebody' WHERE position = 3"] },
        { "JournalRowEdited", ["UPDATE dbsafety.journal SET os_user = 'somebody' WHERE position = 3", "UPDATE dbsafety.journal j SET hash = dbsafety.journal_hash(j) WHERE position = 3"] },
        { "JournalRowEdited", ["UPDATE dbsafety.journal SET os_user = 'somebody' WHERE position = 3", JournalBench.Rehash] },
        { "JournalRowEdited", ["UPDATE dbsafety.journal SET os_user = 'somebody' WHERE position = 5"] },
        { "JournalRowRemoved", ["DELETE FROM dbsafety.journal WHERE position = 3"] },
        { "JournalRowRemoved", ["DELETE FROM dbsafety.journal WHERE position = 3", Renumber] },
        { "JournalRowRemoved", ["DELETE FROM dbsafety.journal WHERE position = 3", Renumber, JournalBench.Rehash] },
        { "JournalRowRemoved", ["DELETE FROM dbsafety.journal WHERE position = 1"] },
        { "JournalRowInserted", [Insert] },
        { "JournalRowInserted", [Insert, JournalBench.Rehash] },
        { "JournalRowsReordered", ["UPDATE dbsafety.journal SET position = 99 WHERE position = 3", "UPDATE dbsafety.journal SET position = 3 WHERE position = 4", "UPDATE dbsafety.journal SET position = 4 WHERE position = 99"] },
        { "JournalRowsReordered", ["UPDATE dbsafety.journal SET position = 99 WHERE position = 2", "UPDATE dbsafety.journal SET position = 2 WHERE position = 5", "UPDATE dbsafety.journal SET position = 5 WHERE position = 99"] },
        { "JournalCut", ["DELETE FROM dbsafety.journal WHERE position > 3"] },
        { "JournalCut", ["DELETE FROM dbsafety.journal"] },
    };

    public static TheoryData<string, string> OnTheFile => new()
    {
        { "FileLineEdited", "edit" },
        { "FileLineEdited", "edit and hash the line" },
        { "FileLineEdited", "edit and hash all" },
        { "FileLineEdited", "garbage" },
        { "FileLineRemoved", "remove" },
        { "FileLineRemoved", "remove and hash all" },
        { "FileLineInserted", "insert" },
        { "FileLinesReordered", "swap" },
    };

    [Fact]
    public async Task A_journal_that_nobody_changed_passes()
    {
        await using var bench = await JournalBench.CreateAsync();
        var check = await bench.CheckAsync();
        Assert.Empty(check.Findings);
        Assert.Equal((5L, 5L), (check.Rows, check.Lines));
        Assert.Equal(5, check.Head!.Position);
    }

    [Theory]
    [MemberData(nameof(OnTheTable))]
    public async Task A_change_of_the_table_is_found(string finding, string[] attack)
    {
        await using var bench = await JournalBench.CreateAsync();
        await bench.TamperAsync(attack);
        Assert.Equal(finding, await bench.WrongAsync());
    }

    [Theory]
    [MemberData(nameof(OnTheFile))]
    public async Task A_change_of_the_file_is_found(string finding, string attack)
    {
        await using var bench = await JournalBench.CreateAsync();
        bench.TamperFile(lines => Attack(attack, lines));
        Assert.Equal(finding, await bench.WrongAsync());
    }

    [Fact]
    public async Task Lines_that_are_cut_off_are_missed_by_the_table()
    {
        await using var bench = await JournalBench.CreateAsync();
        await bench.Project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });
        bench.TamperFile(lines => lines.RemoveRange(3, lines.Count - 3));
        Assert.Equal("FileCut", await bench.WrongAsync());
    }

    [Fact]
    public async Task A_file_that_is_behind_is_a_notice_and_mended_by_the_next_command()
    {
        await using var bench = await JournalBench.CreateAsync();
        bench.TamperFile(lines => lines.RemoveAt(4));
        var check = await bench.CheckAsync();
        Assert.True(check.Passed);
        Assert.Equal("FileBehind", Assert.Single(check.Findings).Id);
        await bench.Project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });
        Assert.Empty((await bench.CheckAsync()).Findings);
    }

    [Fact]
    public async Task A_restored_old_database_is_missed_its_last_events()
    {
        await using var bench = await JournalBench.CreateAsync();
        var old = await bench.CopyAsync();
        await bench.Project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });
        await bench.RestoreAsync(old);

        var check = await bench.CheckAsync();
        Assert.Equal(("JournalRestored", 6L), (check.Findings[0].Id, check.Findings[0].At));
        Assert.False(check.Passed);
    }

    [Fact]
    public async Task A_restored_old_database_that_went_on_is_missed_its_last_events_too()
    {
        await using var bench = await JournalBench.CreateAsync();
        var old = await bench.CopyAsync();
        await bench.Project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });
        await bench.RestoreAsync(old);
        bench.Project.With("0004_d", "CREATE TABLE d (id int)");
        await bench.Project.MigrateAsync();

        Assert.Equal("JournalRestored", await bench.WrongAsync());
        var lost = Assert.Single((await bench.CheckAsync()).Findings);
        Assert.Equal(6, lost.At);
    }

    [Fact]
    public async Task A_database_that_was_made_anew_is_missed_all_events()
    {
        await using var bench = await JournalBench.CreateAsync();
        await bench.Project.Database.ExecuteAsync("DROP SCHEMA dbsafety CASCADE; DROP TABLE a, b, c");
        Assert.Equal("JournalCut", await bench.WrongAsync());
        await bench.Project.MigrateAsync();
        Assert.Equal("JournalCut", await bench.WrongAsync());
    }

    [Theory]
    [InlineData("ALTER TABLE dbsafety.journal DISABLE TRIGGER append_only")]
    [InlineData("ALTER TABLE dbsafety.script ENABLE REPLICA TRIGGER append_only")]
    [InlineData("DROP TRIGGER append_only ON dbsafety.run_event")]
    [InlineData("CREATE OR REPLACE FUNCTION dbsafety.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$")]
    [InlineData("CREATE OR REPLACE FUNCTION dbsafety.journal_hash(r dbsafety.journal) RETURNS text LANGUAGE sql AS $$ SELECT r.hash $$")]
    public async Task A_protection_that_was_switched_off_is_found(string attack)
    {
        await using var bench = await JournalBench.CreateAsync();
        await bench.Project.Database.ExecuteAsync(attack);
        Assert.Equal("JournalUnprotected", await bench.WrongAsync());
    }

    [Fact]
    public async Task A_head_that_was_kept_shows_a_journal_that_was_rewritten_with_its_file()
    {
        await using var bench = await JournalBench.CreateAsync();
        var head = (await bench.CheckAsync()).Head!;
        await bench.TamperAsync("DELETE FROM dbsafety.journal WHERE position = 3", Renumber, JournalBench.Rehash);
        File.Delete(bench.File);

        Assert.Equal("", await bench.WrongAsync());
        Assert.Equal("HeadNotFound", await bench.WrongAsync(head.ToString()));
    }

    [Fact]
    public async Task A_plan_is_a_witness()
    {
        await using var bench = await JournalBench.CreateAsync();
        bench.Project.With("0004_d", "CREATE TABLE d (id int)");
        await bench.Project.RunAsync(new NewSafetyPlanOptions { NoTraffic = true });
        Assert.Equal(1, (await bench.CheckAsync()).Witnesses);
        await bench.TamperAsync("UPDATE dbsafety.journal SET os_user = 'somebody' WHERE position = 3", JournalBench.Rehash);
        File.Delete(bench.File);

        Assert.Equal("HeadNotFound", await bench.WrongAsync());
    }

    [Fact]
    public async Task A_head_that_is_none_is_refused_with_the_form_that_it_has()
    {
        await using var bench = await JournalBench.CreateAsync();
        var error = await Assert.ThrowsAsync<Core.Errors.DbSafetyException>(() => bench.Project.RunAsync(new TestSafetyJournalOptions { Head = ["5:abc"] }));
        Assert.Equal("JournalHeadInvalid", error.Id);
    }

    [Fact]
    public void A_server_whose_log_stands_before_the_place_where_it_was_is_told_to_be_restored()
    {
        var cursor = new AuditCursor("7/5", 3, "ab", "00000001/1/10");
        Assert.False(cursor.IsAheadOf("00000001/1/20"));
        Assert.True(cursor.IsAheadOf("00000001/0/FFFFFF00"));
        Assert.True(cursor.IsAheadOf("00000002/2/0"));
        Assert.False(cursor.IsAheadOf(null));
        Assert.True(cursor.IsOf("?/5"));
        Assert.False(cursor.IsOf("7/6"));
    }

    private static void Attack(string attack, List<string> lines)
    {
        switch (attack)
        {
            case "edit":
                lines[2] = lines[2].Replace("tester", "nobody", StringComparison.Ordinal);
                break;
            case "edit and hash the line":
                lines[2] = JournalBench.Rewritten(lines[2], body => body["row"]!["osUser"] = "nobody");
                break;
            case "edit and hash all":
                lines[2] = JournalBench.Rewritten(lines[2], body => body["row"]!["osUser"] = "nobody");
                JournalBench.RehashFile(lines);
                break;
            case "garbage":
                lines[2] = "not a line";
                break;
            case "remove":
                lines.RemoveAt(2);
                break;
            case "remove and hash all":
                lines.RemoveAt(2);
                JournalBench.RehashFile(lines);
                break;
            case "insert":
                lines.Insert(2, JournalBench.Rewritten(lines[2], body =>
                {
                    body.Remove("row");
                    body["local"] = new JsonObject { ["event"] = "restored" };
                }));
                break;
            default:
                (lines[1], lines[2]) = (lines[2], lines[1]);
                break;
        }

        Assert.All(lines.Where(line => line.Length > 40), line => Assert.True(attack == "edit" || ChainLine.Read(line) is not null));
    }
}
