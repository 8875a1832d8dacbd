using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Monitoring.Health;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using DbSafety.Tests.Projects;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Monitoring;

public sealed class DatabaseHealthTests
{
    public static TheoryData<int> Majors => Servers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_superuser_sees_every_figure_on_every_version(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        var sample = await SampleAsync(database.ConnectionString, new() { Sample = TimeSpan.FromMilliseconds(1) });
        foreach (var name in new[] { "connections_used_ratio", "sessions_active", "oldest_transaction_seconds", "sessions_waiting_for_locks", "wraparound_ratio", "database_bytes", "dead_rows", "commits_total", "commits_per_second", "deadlocks_per_second", "replicas", "longest_lock_wait_seconds" })
            Assert.Contains(sample.Metrics, metric => metric.Name == name);
        Assert.All(sample.NotSeen, text => Assert.Matches("^(free space|the load of queries)", text));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_role_without_rights_gets_what_it_may_see_and_is_told_the_rest(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await using var role = await TestRole.CreateAsync(database);
        await using var other = await database.OpenAsync();
        var sample = await SampleAsync(role.Connection.ConnectionString, new() { Sample = TimeSpan.Zero });
        Assert.Contains(sample.Metrics, metric => metric.Name == "wraparound_ratio");
        Assert.DoesNotContain(sample.Metrics, metric => metric.Name == "oldest_transaction_seconds");
        Assert.Contains(sample.NotSeen, text => text.StartsWith("oldest_transaction_seconds", StringComparison.Ordinal) && text.Contains("pg_monitor", StringComparison.Ordinal));
        await database.ExecuteAsync($"GRANT pg_monitor TO {role.Name}");
        sample = await SampleAsync(role.Connection.ConnectionString, new() { Sample = TimeSpan.Zero });
        Assert.Contains(sample.Metrics, metric => metric.Name == "oldest_transaction_seconds");
    }

    [Fact]
    public async Task The_disk_of_a_tablespace_is_told_to_who_may_see_it_and_else_named_as_not_seen()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(database);
        var space = $"space_{Guid.NewGuid():N}"[..20];
        await using var session = await database.OpenAsync();
        await ExecuteAsync(session, "SET allow_in_place_tablespaces = on");
        await ExecuteAsync(session, $"CREATE TABLESPACE {space} LOCATION ''");
        try
        {
            await ExecuteAsync(session, $"CREATE TABLE kept (t text) TABLESPACE {space}; INSERT INTO kept SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
            var figure = $"tablespace_bytes{{tablespace=\"{space}\"}}";
            var seen = await SampleAsync(database.ConnectionString, new() { Sample = TimeSpan.Zero });
            Assert.True(seen.Metrics.Single(metric => metric.Name == figure).Value > 1_000_000);
            var hidden = await SampleAsync(role.Connection.ConnectionString, new() { Sample = TimeSpan.Zero });
            Assert.DoesNotContain(hidden.Metrics, metric => metric.Name == figure);
            Assert.Contains(hidden.NotSeen, text => text.StartsWith(figure, StringComparison.Ordinal) && text.Contains("pg_monitor", StringComparison.Ordinal));
            Assert.Contains(hidden.NotSeen, text => text.StartsWith("free space of the disks", StringComparison.Ordinal));
            await database.ExecuteAsync($"GRANT pg_monitor TO {role.Name}");
            Assert.Contains((await SampleAsync(role.Connection.ConnectionString, new() { Sample = TimeSpan.Zero })).Metrics, metric => metric.Name == figure);
        }
        finally
        {
            await ExecuteAsync(session, "DROP TABLE IF EXISTS kept");
            await ExecuteAsync(session, $"DROP TABLESPACE {space}");
        }
    }

    [Fact]
    public async Task Waiting_sessions_and_their_blockers_are_counted_and_judged_by_the_project()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (i int)");
        using var project = Project(database, "health: { thresholds: { sessions_waiting_for_locks: [1, 2] } }");
        await using var blocker = await database.OpenAsync();
        await using var waiter = await database.OpenAsync();
        await ExecuteAsync(blocker, "BEGIN; LOCK TABLE t");
        var waiting = ExecuteAsync(waiter, "SELECT * FROM t");
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"))
            await Task.Yield();
        await new OperationRunner().RunAsync(new GetDatabaseHealthOptions { Sample = TimeSpan.Zero }, project.Host, default);
        await ExecuteAsync(blocker, "ROLLBACK");
        await waiting;
        var sample = project.Host.ResultsOf<DatabaseHealth>().Single();
        var metric = sample.Metrics.Single(metric => metric.Name == "sessions_waiting_for_locks");
        Assert.True(metric.State >= HealthState.Warning);
        Assert.True(sample.State >= HealthState.Warning);
        Assert.Contains($"process {blocker.ProcessID}", sample.Metrics.Single(metric => metric.Name == "sessions_blocking").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_that_lost_its_index_is_named_first_with_both_plans_and_twenty_others_are_not()
    {
        await using var database = await TestDatabase.CreateAsync(sql: """
            CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, note text);
            INSERT INTO orders SELECT i, i % 5000, repeat('x', 50) FROM generate_series(1, 50000) i;
            CREATE INDEX orders_customer ON orders (customer);
            CREATE TABLE stock (id int PRIMARY KEY, amount int);
            INSERT INTO stock SELECT i, i FROM generate_series(1, 5000) i;
            """);
        await database.ExecuteAsync("ANALYZE");
        var others = string.Join("", Enumerable.Range(1, 20).Select(i => $"    - {{ name: other {i}, sql: 'SELECT * FROM {(i % 2 == 0 ? "stock" : "orders")} WHERE id = {i}' }}\n"));
        using var project = Project(database, $"health:\n  queries:\n{others}    - {{ name: orders of a customer, sql: SELECT * FROM orders WHERE customer = 42, analyze: true }}\n");
        var file = project.At("before.jsonl");
        await new OperationRunner().RunAsync(new GetDatabaseHealthOptions { Sample = TimeSpan.Zero, Output = file }, project.Host, default);
        await database.ExecuteAsync("DROP INDEX orders_customer");
        await new OperationRunner().RunAsync(new CompareDatabaseHealthOptions { Before = file }, project.Host, default);
        var changes = project.Host.ResultsOf<HealthChange>().Where(change => change.Kind == "plan").ToList();
        var change = Assert.Single(changes);
        Assert.Same(change, project.Host.ResultsOf<HealthChange>()[0]);
        Assert.Equal(("orders of a customer", "the index orders_customer of public.orders is gone"), (change.Name, change.Cause));
        Assert.Contains(change.Detail, line => line.Contains("orders_customer", StringComparison.Ordinal));
        Assert.Contains(change.Detail, line => line.Trim() == "Seq Scan on orders");
        Assert.True(change.Factor > 2);
    }

    [Fact]
    public async Task A_query_that_cannot_be_run_any_more_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (i int, j int)");
        using var project = Project(database, "health: { queries: [{ name: all, sql: SELECT j FROM t }] }");
        var file = project.At("before.jsonl");
        await new OperationRunner().RunAsync(new GetDatabaseHealthOptions { Sample = TimeSpan.Zero, Output = file }, project.Host, default);
        await database.ExecuteAsync("ALTER TABLE t DROP COLUMN j");
        await new OperationRunner().RunAsync(new CompareDatabaseHealthOptions { Before = file }, project.Host, default);
        var change = project.Host.ResultsOf<HealthChange>()[0];
        Assert.Equal(("all", HealthState.Critical), (change.Name, change.State));
        Assert.Contains("\"j\" does not exist", change.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void The_calls_since_the_first_sample_tell_how_a_query_is_now()
    {
        var before = Sample([Load(1, "SELECT * FROM orders WHERE customer = $1", 1000, 100), Load(2, "SELECT 1", 1000, 100), Load(3, "SELECT 2", 10, 1)]) with { Indexes = ["public.orders: orders_customer"] };
        var after = Sample([Load(1, "SELECT * FROM orders WHERE customer = $1", 1100, 5100), Load(2, "SELECT 1", 2000, 220), Load(3, "SELECT 2", 10, 1)]);
        var change = Assert.Single(HealthComparison.Of(before, after));
        Assert.Equal(("query", 500d, "the index orders_customer of public.orders is gone"), (change.Kind, change.Factor, change.Cause));
        Assert.Equal("50 ms each, 100 times", change.After);
        Assert.Empty(HealthComparison.Of(before, before));
    }

    [Fact]
    public async Task Samples_are_watched_kept_and_written_for_a_scrape()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var project = Project(database, "");
        await new OperationRunner().RunAsync(new WatchDatabaseHealthOptions { Interval = TimeSpan.FromMilliseconds(10), Count = 3, Output = project.At("w.jsonl"), Prometheus = project.At("w.prom") }, project.Host, default);
        Assert.Equal(3, project.Host.ResultsOf<DatabaseHealth>().Count);
        Assert.Equal(3, File.ReadAllLines(project.At("w.jsonl")).Length);
        var lines = File.ReadAllLines(project.At("w.prom"));
        Assert.All(lines, line => Assert.Matches("""^(# TYPE dbsafety_[a-z_]+ (gauge|counter)|dbsafety_[a-z_]+\{database="[^"]+"(,[a-z]+="[^"]*")?\} -?[0-9.E+-]+)$""", line));
        Assert.Contains(lines, line => line.StartsWith($"dbsafety_sessions{{database=\"{database.Name}\"}}", StringComparison.Ordinal));
        Assert.Equal(lines.Count(line => line[0] == '#'), lines.Where(line => line[0] == '#').Distinct().Count());
    }

    [Theory]
    [InlineData("connections_used_ratio", 0.5, HealthState.Ok)]
    [InlineData("connections_used_ratio", 0.8, HealthState.Warning)]
    [InlineData("connections_used_ratio", 0.99, HealthState.Critical)]
    [InlineData("cache_hit_ratio", 0.95, HealthState.Ok)]
    [InlineData("cache_hit_ratio", 0.8, HealthState.Warning)]
    [InlineData("cache_hit_ratio", 0.5, HealthState.Critical)]
    [InlineData("replication_lag_seconds{replica=\"a\"}", 60, HealthState.Warning)]
    [InlineData("sessions", 1e9, HealthState.Ok)]
    public void A_figure_is_judged_by_its_thresholds(string name, double value, HealthState state) => Assert.Equal(state, HealthThresholds.Default.Judge(name, value));

    [Fact]
    public void A_threshold_that_is_not_known_or_not_two_numbers_is_told()
    {
        using var project = new TempProject("version: 1\ntargets: { dev: { environment: development, connectionVariable: DB } }\nhealth: { thresholds: { conections_used_ratio: [1, 2], rollback_ratio: 3 } }\n");
        var error = Assert.Throws<DbSafetyException>(() => project.Open());
        var text = error.Message + string.Join(" ", error.Detail);
        Assert.Contains("Did you mean 'connections_used_ratio'", text, StringComparison.Ordinal);
        Assert.Contains("rollback_ratio must be a list of two numbers", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_sample_is_an_error_that_says_how_to_make_one()
    {
        using var project = new TempProject();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new OperationRunner().RunAsync(new CompareDatabaseHealthOptions { Before = "none.jsonl" }, project.Host, default));
        Assert.Equal("SampleNotReadable", error.Id);
        Assert.Contains("dbsafety vitals --output", error.NextStep, StringComparison.Ordinal);
    }

    private static QueryLoad Load(long id, string query, long calls, double total) =>
        new(id, query, calls, TimeSpan.FromMilliseconds(total), TimeSpan.FromMilliseconds(total / calls), calls, 0.1);

    private static DatabaseHealth Sample(IReadOnlyList<QueryLoad> queries) =>
        new() { Database = "d", ServerVersion = "18.1", At = DateTimeOffset.UnixEpoch, Queries = queries };

    private static TempProject Project(TestDatabase database, string more)
    {
        var project = new TempProject($"version: 1\ntargets: {{ dev: {{ environment: development, connectionVariable: DB }} }}\n{more}\n");
        project.Host.Environment["DB"] = database.ConnectionString;
        return project;
    }

    private static async Task<DatabaseHealth> SampleAsync(string connection, GetDatabaseHealthOptions options)
    {
        var host = new TestHost { WorkingDirectory = Path.GetTempPath() };
        options.Connection = connection;
        await new OperationRunner().RunAsync(options, host, default);
        return host.ResultsOf<DatabaseHealth>().Single();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
