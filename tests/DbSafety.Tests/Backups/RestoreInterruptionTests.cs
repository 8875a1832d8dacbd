using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>Cancelled, or its session killed, in the middle of its transaction: every mode leaves what was there before, and nothing beside it.</summary>
public sealed class RestoreInterruptionTests
{
    private const string Sql = """
        CREATE TABLE p (id integer PRIMARY KEY, body text);
        CREATE TABLE c (p integer REFERENCES p);
        CREATE TABLE alone (id integer PRIMARY KEY, body text);
        INSERT INTO p SELECT i, 'old' FROM generate_series(1, 100) i;
        INSERT INTO alone SELECT i, 'old' FROM generate_series(1, 100) i;
        """;

    private const string State = """
        SELECT concat_ws('/', (SELECT count(*) FROM alone WHERE body = 'new'), to_regclass('p'), (SELECT count(*) FROM pg_constraint WHERE contype = 'f'),
          (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'dbsafety%'))
        """;

    public static TheoryData<RestoreMode, string, string, bool, int> Cases
    {
        get
        {
            var cases = new TheoryData<RestoreMode, string, string, bool, int>();
            foreach (var major in TestServers.Majors)
                foreach (var killed in new[] { true, false })
                {
                    cases.Add(RestoreMode.Merge, "alone", "UPDATE alone SET body = 'new'", killed, major);
                    cases.Add(RestoreMode.Replace, "alone", "UPDATE alone SET body = 'new'", killed, major);
                    cases.Add(RestoreMode.Swap, "p", "ALTER TABLE p ADD COLUMN junk integer", killed, major);
                    cases.Add(RestoreMode.Recreate, "p", "DROP TABLE p CASCADE", killed, major);
                }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_begun_is_taken_back(RestoreMode mode, string table, string damage, bool killed, int major)
    {
        await using var bench = await BackupBench.CreateAsync(Sql, major);
        var set = await bench.BackupAsync(table);
        await bench.Database.ExecuteAsync(damage);
        var before = await bench.Database.ScalarAsync<string>(State);
        await using var other = await bench.Database.OpenAsync();
        await using (var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {(table == "p" ? "c" : table)} IN ACCESS SHARE MODE; LOCK TABLE {(table == "p" ? "c" : table)} IN ROW EXCLUSIVE MODE", other))
            await command.ExecuteNonQueryAsync();

        using var stop = new CancellationTokenSource();
        var restore = TableRestorer.RestoreAsync(bench.Database.Sessions, set, new RestoreRequest { Mode = mode, LockTimeout = TimeSpan.FromMinutes(1) }, bench.Host, stop.Token);
        const string Waiting = "SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'dbsafety restore' AND wait_event_type = 'Lock'";
        int pid;
        while ((pid = await bench.Database.ScalarAsync<int>(Waiting)) == 0 && !restore.IsCompleted)
            await Task.Yield();
        if (killed)
        {
            await bench.Database.ExecuteAsync($"SELECT pg_terminate_backend({pid})");
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => restore);
            Assert.Equal(ErrorKind.Connection, error.Kind);
            Assert.StartsWith("The live tables are as they were", error.State, StringComparison.Ordinal);
        }
        else
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => restore);
        }

        await using (var command = new NpgsqlCommand("ROLLBACK", other))
            await command.ExecuteNonQueryAsync();
        Assert.Equal(before, await bench.Database.ScalarAsync<string>(State));
        Assert.True(Assert.Single(await bench.RestoreAsync(set, new RestoreRequest { Mode = mode })).Verified);
    }
}
