using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class JournalTests
{
    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task The_journal_is_made_once_and_found_again(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await using var session = await database.OpenAsync();
        Assert.True(await JournalInstaller.EnsureAsync(session, default));
        Assert.False(await JournalInstaller.EnsureAsync(session, default));
    }

    [Fact]
    public async Task A_row_comes_back_as_it_was_written()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var session = await database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        var entry = new JournalEntry("run", JournalEvent.Applied)
        {
            Migration = "0001_a",
            Step = 2,
            Checksum = "sha256:1",
            RawChecksum = "sha256:2",
            UpScript = "u",
            RollbackScript = "r",
            VerifyScript = "v",
            BackupId = "b",
            Fingerprint = "f",
            Duration = TimeSpan.FromMilliseconds(1234),
            Detail = new JsonObject { ["reason"] = "says \"why\" \\ \u0001 ü 🌾" },
        };
        await new JournalWriter(new TestHost()).AppendAsync(session, entry, default);

        var row = Assert.Single(await JournalReader.ReadAsync(session, default));
        Assert.Equal(entry with { Detail = row.Entry.Detail }, row.Entry);
        Assert.Equal("says \"why\" \\ \u0001 ü 🌾", (string?)row.Entry.Detail["reason"]);
        Assert.Equal(("tester", "testbench", "postgres"), (row.OsUser, row.Host, row.DatabaseRole));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Rows_are_chained_by_their_hashes(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await using var session = await database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        var writer = new JournalWriter(new TestHost());
        for (var i = 0; i < 3; i++)
            await writer.AppendAsync(session, new JournalEntry("run", JournalEvent.RunStarted), default);

        var rows = await JournalReader.ReadAsync(session, default);
        Assert.Equal([1L, 2L, 3L], rows.Select(row => row.Position));
        Assert.Equal(new string('0', 64), rows[0].PreviousHash);
        Assert.Equal(rows[0].Hash, rows[1].PreviousHash);
        Assert.Equal(rows[1].Hash, rows[2].PreviousHash);
        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.journal j WHERE j.hash = dbsafety.journal_hash(j)"));
    }

    [Theory]
    [InlineData("UPDATE dbsafety.journal SET os_user = 'nobody'")]
    [InlineData("DELETE FROM dbsafety.journal")]
    [InlineData("TRUNCATE dbsafety.journal")]
    [InlineData("SET session_replication_role = replica; DELETE FROM dbsafety.journal")]
    [InlineData("UPDATE dbsafety.script SET content = ''")]
    [InlineData("DELETE FROM dbsafety.version")]
    public async Task The_journal_refuses_every_change_of_what_it_holds(string change)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var session = await database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        await new JournalWriter(new TestHost()).AppendAsync(session, new JournalEntry("run", JournalEvent.RunStarted), default);

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(change));
        Assert.Contains("append-only", error.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_is_chained_also_under_a_replica_role_and_a_hostile_search_path()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var session = await database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        await database.ExecuteAsync("CREATE SCHEMA evil; CREATE FUNCTION evil.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''''::bytea'");
        await using (var command = new NpgsqlCommand("SET session_replication_role = replica; SET search_path = evil, pg_catalog", session))
            await command.ExecuteNonQueryAsync();
        await new JournalWriter(new TestHost()).AppendAsync(session, new JournalEntry("run", JournalEvent.RunStarted), default);

        Assert.Equal(64, (await JournalReader.ReadAsync(session, default))[0].Hash.Length);
    }

    [Fact]
    public async Task A_role_that_may_not_make_the_schema_is_told_the_grant()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(database);
        await using var session = await role.OpenAsync();

        var error = await Assert.ThrowsAsync<DbSafetyException>(() => JournalInstaller.EnsureAsync(session, default));
        Assert.Equal(("JournalNotAllowed", ErrorKind.PermissionDenied), (error.Id, error.Kind));
        await database.ExecuteAsync(error.NextStep![error.NextStep!.IndexOf("GRANT", StringComparison.Ordinal)..]);
        Assert.True(await JournalInstaller.EnsureAsync(session, default));
    }

    [Fact]
    public async Task A_role_that_may_not_read_the_journal_is_told_the_grants()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var owner = await database.OpenAsync())
            await JournalInstaller.EnsureAsync(owner, default);
        await using var role = await TestRole.CreateAsync(database);
        await using var session = await role.OpenAsync();

        var error = await Assert.ThrowsAsync<DbSafetyException>(() => JournalReader.ReadAsync(session, default));
        Assert.Equal("JournalNotReadable", error.Id);
        await database.ExecuteAsync(error.NextStep![error.NextStep!.IndexOf("GRANT", StringComparison.Ordinal)..]);
        Assert.Empty(await JournalReader.ReadAsync(session, default));
        await new JournalWriter(new TestHost()).AppendAsync(session, new JournalEntry("run", JournalEvent.RunStarted), default);
    }

    [Fact]
    public async Task A_journal_of_a_newer_tool_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var session = await database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        await database.ExecuteAsync("INSERT INTO dbsafety.version (version, tool_version) VALUES (99, '9')");

        var error = await Assert.ThrowsAsync<DbSafetyException>(() => JournalInstaller.EnsureAsync(session, default));
        Assert.Equal("JournalNewer", error.Id);
    }

    [Fact]
    public async Task A_schema_of_the_same_name_that_is_no_journal_is_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE SCHEMA dbsafety");
        await using var session = await database.OpenAsync();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => JournalInstaller.EnsureAsync(session, default));
        Assert.Equal("JournalForeign", error.Id);
    }
}
