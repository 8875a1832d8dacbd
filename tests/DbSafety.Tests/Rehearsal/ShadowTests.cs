using DbSafety.Core.Errors;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

public sealed class ShadowTests
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.customers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
        CREATE TABLE shop.orders (id serial PRIMARY KEY, customer int NOT NULL REFERENCES shop.customers, total numeric(10,2), doubled numeric GENERATED ALWAYS AS (total * 2) STORED);
        CREATE VIEW shop.totals AS SELECT customer, sum(total) AS total FROM shop.orders GROUP BY customer;
        INSERT INTO shop.customers (name) SELECT 'c' || i FROM generate_series(1, 20) i;
        INSERT INTO shop.orders (customer, total) SELECT i % 20 + 1, i FROM generate_series(1, 2000) i;
        """;

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task The_shadow_has_the_targets_schema_rows_and_sequences(int major)
    {
        await using var project = await TestProject.CreateAsync(major, Shop);
        project.With("0001_a", "DELETE FROM shop.orders WHERE id > 1500", "INSERT INTO shop.orders (id, customer, total) SELECT i, i % 20 + 1, i FROM generate_series(1501, 2000) i",
            "SELECT count(*) = 1500 FROM shop.orders; SELECT last_value = 2000 FROM shop.orders_id_seq; SELECT count(*) = 20 FROM shop.totals");
        var certificate = (await project.RehearseAsync()).Single().Certificate;
        Assert.Equal((RehearsalVerdict.Exact, 2020L), (certificate.Verdict, certificate.RowsOnShadow));
        Assert.Empty(project.Host.Warnings);
    }

    [Fact]
    public async Task Past_the_limit_a_sample_is_brought_and_said_to_be_one()
    {
        await using var project = await TestProject.CreateAsync(18, Shop + "INSERT INTO shop.orders (customer, total) SELECT i % 20 + 1, i FROM generate_series(1, 60000) i; ANALYZE;");
        project.With("0001_a", "UPDATE shop.orders SET total = total + 1", "UPDATE shop.orders SET total = total - 1");
        var certificate = (await project.RehearseAsync(options => options.MaxData = 1)).Single().Certificate;
        Assert.Equal(RehearsalVerdict.Exact, certificate.Verdict);
        Assert.InRange(certificate.RowsOnShadow, 1000, 50000);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("sample of shop.orders", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Nothing_is_written_to_the_target(int major)
    {
        await using var project = await TestProject.CreateAsync(major, Shop);
        project.With("0001_a", "TRUNCATE shop.orders; CREATE TABLE more ()").With("0002_b", "DROP SCHEMA shop CASCADE");
        // Every session on the target refuses to write, as a standby would.
        await project.Database.ExecuteAsync($"ALTER DATABASE {project.Database.Name} SET default_transaction_read_only = on");
        const string State = "SELECT string_agg(c.relname || c.relfilenode || c.xmin, ',' ORDER BY c.oid) FROM pg_class c WHERE c.relname NOT LIKE 'pg_%'";
        var before = await project.Database.ScalarAsync<string>(State);
        foreach (var place in (string?[])[null, "sandbox"])
            Assert.Equal(2, (await project.RehearseAsync(options => options.Shadow = place)).Count);
        Assert.Equal(before, await project.Database.ScalarAsync<string>(State));
        Assert.Equal(2000, await project.Database.ScalarAsync<long>("SELECT count(*) FROM shop.orders"));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task No_shadow_is_left_behind_and_a_dead_ones_leftover_is_removed_by_the_next(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a");
        await project.RehearseAsync();
        // The tags of a session that cannot be alive, of one that is, and a name that only looks like ours.
        await using var alive = await project.Database.OpenAsync();
        var tag = await new NpgsqlCommand("SELECT to_hex(pid) || '_' || to_hex((extract(epoch FROM backend_start) * 1000000)::bigint) FROM pg_stat_activity WHERE pid = pg_backend_pid()", alive).ExecuteScalarAsync();
        var mark = Guid.NewGuid().ToString("N")[..6];
        string[] names = [$"dbsafety_shadow_{mark}_7ffffff0_123456789abcd", $"dbsafety_shadow_{mark}_{tag}", $"dbsafety_shadow_{mark}_mine"];
        foreach (var name in names)
            await project.Database.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0");
        try
        {
            await project.RehearseAsync();
            var left = await project.Database.ScalarAsync<string>($"SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname LIKE 'dbsafety_shadow_{mark}%'");
            Assert.Equal(string.Join(" ", names.Skip(1).Order(StringComparer.Ordinal)), left);
        }
        finally
        {
            foreach (var name in names)
                await project.Database.ExecuteAsync($"DROP DATABASE IF EXISTS {name}");
        }
    }

    [Fact]
    public async Task What_reaches_beyond_its_database_is_rehearsed_on_a_throw_away_server()
    {
        await using var project = await TestProject.CreateAsync();
        var role = $"r_{Guid.NewGuid():N}";
        project.With("0001_a", $"CREATE ROLE {role}; CREATE TABLE a (); GRANT SELECT ON a TO {role}; GRANT CONNECT ON DATABASE {project.Database.Name} TO {role}",
            $"DROP TABLE a; REVOKE CONNECT ON DATABASE {project.Database.Name} FROM {role}; DROP ROLE {role}");
        var rehearsal = (await project.RehearseAsync()).Single();
        Assert.Equal(RehearsalVerdict.Exact, rehearsal.Certificate.Verdict);
        Assert.Contains("throw-away server", rehearsal.Shadow, StringComparison.Ordinal);
        Assert.False(await project.Database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')"));
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RehearseAsync(options => options.Shadow = project.Database.ConnectionString));
        Assert.Equal("ShadowServerAtRisk", error.Id);
    }

    [Fact]
    public async Task A_server_of_another_version_is_not_a_place_for_a_shadow()
    {
        if (TestServers.Majors.FirstOrDefault(major => major != 18) is not (> 0 and var other))
            return;
        await using var project = await TestProject.CreateAsync(18);
        await using var elsewhere = await TestDatabase.CreateAsync(other);
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RehearseAsync(options => options.Shadow = elsewhere.ConnectionString));
        Assert.Equal("ShadowVersionDiffers", error.Id);
    }
}
