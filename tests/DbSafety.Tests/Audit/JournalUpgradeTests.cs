using DbSafety.Engine.Migrations.Journals;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Audit;

public sealed class JournalUpgradeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_older_journal_is_brought_up_to_date_and_its_chain_goes_on(int version)
    {
        await using var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int)");
        await OlderAsync(project.Database, version);
        await using var session = await project.Database.OpenAsync();
        await new JournalWriter(new TestHost()).AppendAsync(session, new JournalEntry("old", JournalEvent.RunStarted), default);
        await project.MigrateAsync();

        Assert.Equal(JournalInstaller.Version, await project.Database.ScalarAsync<int>("SELECT max(version) FROM dbsafety.version"));
        Assert.True(await project.ExistsAsync("dbsafety.run_event"));
        var rows = await JournalReader.ReadAsync(session, default);
        Assert.Equal("old", rows[0].RunId);
        Assert.All(rows, row => Assert.Equal(row.Hash, JournalHash.Of(row)));
        Assert.Equal(rows.Skip(1).Select(row => row.PreviousHash), rows.SkipLast(1).Select(row => row.Hash));
    }

    [Fact]
    public async Task Who_may_use_the_older_journal_may_use_its_new_part()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OlderAsync(database, 2);
        await using var role = await TestRole.CreateAsync(database);
        await database.ExecuteAsync($"GRANT USAGE ON SCHEMA dbsafety TO {role.Name}; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA dbsafety TO {role.Name}");
        await using (var owner = await database.OpenAsync())
            await JournalInstaller.EnsureAsync(owner, default);
        await using var session = await role.OpenAsync();
        await using var command = new NpgsqlCommand("INSERT INTO dbsafety.run_event (run_id, sequence, line) VALUES ('r', 1, '{}')", session);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task A_role_that_does_not_own_an_older_journal_uses_it_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OlderAsync(database, 2);
        await using var role = await TestRole.CreateAsync(database);
        await database.ExecuteAsync($"GRANT USAGE, CREATE ON SCHEMA dbsafety TO {role.Name}; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA dbsafety TO {role.Name}");
        await using var session = await role.OpenAsync();
        Assert.False(await JournalInstaller.EnsureAsync(session, default));
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT max(version) FROM dbsafety.version"));
        await new JournalWriter(new TestHost()).AppendAsync(session, new JournalEntry("run", JournalEvent.RunStarted), default);
    }

    [Theory]
    [InlineData("UPDATE dbsafety.run_event SET line = ''")]
    [InlineData("DELETE FROM dbsafety.run_event")]
    [InlineData("TRUNCATE dbsafety.run_event")]
    [InlineData("SET session_replication_role = replica; TRUNCATE dbsafety.run_event")]
    public async Task The_mirror_of_runs_refuses_every_change(string change)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var session = await database.OpenAsync())
            await JournalInstaller.EnsureAsync(session, default);
        await database.ExecuteAsync("INSERT INTO dbsafety.run_event (run_id, sequence, line) VALUES ('r', 1, '{}')");
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(change));
        Assert.Contains("append-only", error.MessageText, StringComparison.Ordinal);
    }

    /// <summary>A journal as an earlier release made it: by the scripts of its time.</summary>
    internal static async Task OlderAsync(TestDatabase database, int version)
    {
        foreach (var name in ((string[])["CreateJournal.sql", "UpgradeJournal2.sql"]).Take(version))
        {
            using var reader = new StreamReader(typeof(JournalInstaller).Assembly.GetManifestResourceStream($"{typeof(JournalInstaller).Namespace}.{name}")!);
            await database.ExecuteAsync(await reader.ReadToEndAsync());
        }

        await database.ExecuteAsync($"INSERT INTO dbsafety.version (version, tool_version) VALUES ({version}, 'older')");
    }
}
