using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Examples;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Monitoring;

/// <summary>
/// An operator with the rights that the README lists under "What the role needs", and no other, watches, stops, checks and resumes; and an
/// operator with none of them is told of each what it could not see or do.
/// </summary>
public sealed class OperatorRoleTests
{
    public static TheoryData<int> Majors => Servers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task With_the_rights_that_the_readme_lists_everything_is_seen_and_done(int major)
    {
        var rights = await File.ReadAllTextAsync(Path.Combine(FarmFiles.Repository, "README.md"));
        rights = rights[rights.IndexOf("## What the role needs", StringComparison.Ordinal)..];
        foreach (var right in new[] { "`pg_monitor`", "`pg_signal_backend`", "the database's owner", "`SELECT` on the tables and sequences", "`amcheck` installed with `EXECUTE`" })
            Assert.Contains(right, rights, StringComparison.Ordinal);

        await using var database = await TestDatabase.CreateAsync(major, "CREATE TABLE t (id int PRIMARY KEY, other int REFERENCES t); INSERT INTO t SELECT i, i FROM generate_series(1, 100) i; CREATE SEQUENCE s");
        await using var shop = await TestRole.CreateAsync(database);
        await using var role = await TestRole.CreateAsync(database);
        var folder = Directory.CreateTempSubdirectory("dbsafety-operator-").FullName;
        try
        {
            await UseRightsAsync(database, shop, role, folder);
        }
        finally
        {
            await database.ExecuteAsync($"ALTER DATABASE {database.Name} OWNER TO CURRENT_USER");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task UseRightsAsync(TestDatabase database, TestRole shop, TestRole role, string folder)
    {
        await database.ExecuteAsync($"""
            GRANT pg_monitor, pg_signal_backend TO {role.Name};
            ALTER DATABASE {database.Name} OWNER TO {role.Name};
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role.Name}; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {role.Name};
            CREATE SCHEMA checks; GRANT USAGE ON SCHEMA checks TO {role.Name};
            CREATE EXTENSION amcheck SCHEMA checks; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA checks TO {role.Name}
            """);
        Assert.False(await database.ScalarAsync<bool>($"SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = '{role.Name}'"));
        await using var visitor = await shop.OpenAsync();
        await using (var work = new NpgsqlCommand("BEGIN; SELECT count(*) FROM pg_class", visitor))
            await work.ExecuteNonQueryAsync();

        var connection = role.Connection.ConnectionString;
        var seen = (await RunAsync(folder, new GetAppConnectionOptions { Connection = connection })).ResultsOf<AppConnection>().Single(item => item.Role == shop.Name);
        Assert.Equal(("idle in transaction", "SELECT count(*) FROM pg_class"), (seen.State, seen.Query));

        var health = (await RunAsync(folder, new GetDatabaseHealthOptions { Connection = connection, Sample = TimeSpan.Zero })).ResultsOf<DatabaseHealth>().Single();
        foreach (var figure in new[] { "oldest_transaction_seconds", "sessions_waiting_for_locks", "replicas", "tablespace_bytes{tablespace=\"pg_default\"}", "wraparound_ratio" })
            Assert.Contains(health.Metrics, metric => metric.Name == figure);
        Assert.All(health.NotSeen, text => Assert.Matches("^(free space|the load of queries)", text));

        var checks = (await RunAsync(folder, new TestDatabaseIntegrityOptions { Connection = connection, Schema = ["public"] })).ResultsOf<IntegrityCheck>();
        Assert.DoesNotContain(checks, check => check.State == IntegrityState.Failed || check.Detail.Contains("permission denied", StringComparison.Ordinal));
        foreach (var check in new[] { "amcheck", "foreign-keys", "unique-keys", "sequences", "constraints", "indexes", "catalog" })
            Assert.Contains(checks, item => item.Check == check && item.State == IntegrityState.Passed);

        var access = await database.ScalarAsync<string>($"SELECT acldefault('d', datdba)::text FROM pg_database WHERE datname = current_database()");
        var lease = (await RunAsync(folder, new SuspendAppConnectionOptions { Connection = connection, Drain = TimeSpan.Zero })).ResultsOf<ConnectionLease>().Single();
        Assert.Equal(0, lease.Remaining);
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(async () => await (await shop.OpenAsync()).DisposeAsync())).SqlState);
        await RunAsync(folder, new ResumeAppConnectionOptions { Connection = connection });
        await using (var back = await shop.OpenAsync())
            Assert.NotEqual(0, back.ProcessID);
        Assert.Equal(access, await database.ScalarAsync<string>("SELECT coalesce(datacl::text, '') FROM pg_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task With_none_of_them_each_thing_that_was_not_seen_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (id int PRIMARY KEY)");
        await using var role = await TestRole.CreateAsync(database);
        await using var app = await database.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("dbsafety-operator-").FullName;
        var connection = role.Connection.ConnectionString;
        Assert.NotEmpty((await RunAsync(folder, new GetAppConnectionOptions { Connection = connection })).Warnings);
        Assert.NotEmpty((await RunAsync(folder, new GetDatabaseHealthOptions { Connection = connection, Sample = TimeSpan.Zero })).ResultsOf<DatabaseHealth>().Single().NotSeen);
        var checks = (await RunAsync(folder, new TestDatabaseIntegrityOptions { Connection = connection })).ResultsOf<IntegrityCheck>();
        Assert.Contains(checks, check => check is { Check: "amcheck", State: IntegrityState.NotChecked });
        Assert.Equal("SuspensionNotAllowed", (await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(folder, new SuspendAppConnectionOptions { Connection = connection }))).Id);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<TestHost> RunAsync(string folder, CommandOptions options)
    {
        var host = new TestHost { WorkingDirectory = folder };
        host.Environment["XDG_STATE_HOME"] = folder;
        await new OperationRunner().RunAsync(options, host, default);
        return host;
    }
}
