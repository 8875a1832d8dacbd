using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Connections;

public sealed class LeaseTests
{
    public static TheoryData<int> Majors => Servers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_superuser_keeps_everybody_out_and_gives_back_every_byte(int major)
    {
        await using var bench = await LeaseBench.CreateAsync(major);
        var before = await bench.StateAsync();
        await using var app = await bench.ConnectAsync(bench.Shop);
        var (lease, _) = await bench.SuspendAsync();
        Assert.Equal((SuspensionWay.Connect, LeaseState.Active, 1, 0), (lease.Way, lease.State, lease.Ended, lease.Remaining));
        Assert.All(new[] { bench.Shop, bench.Report, bench.Owner }, role => Assert.Equal("42501", bench.RefusedAsync(role).Result));
        Assert.True(File.Exists(lease.File));
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync()).State);
        Assert.Equal(before, await bench.StateAsync());
        Assert.Empty(Directory.GetFiles(bench.LeaseFolder));
        Assert.Null(await bench.RefusedAsync(bench.Shop));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_owner_keeps_everybody_out_but_itself_and_gives_back_every_byte(int major)
    {
        await using var bench = await LeaseBench.CreateAsync(major);
        var before = await bench.StateAsync();
        var (lease, _) = await bench.SuspendAsync(bench.Owner);
        Assert.Equal(SuspensionWay.Connect, lease.Way);
        Assert.Equal("42501", await bench.RefusedAsync(bench.Shop));
        Assert.Null(await bench.RefusedAsync(bench.Owner));
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync(bench.Owner)).State);
        Assert.Equal(before, await bench.StateAsync());
    }

    [Fact]
    public async Task A_database_without_an_access_list_has_none_again()
    {
        await using var bench = await LeaseBench.CreateAsync(listed: false);
        Assert.StartsWith("none", await bench.StateAsync(), StringComparison.Ordinal);
        var before = await bench.StateAsync();
        await bench.SuspendAsync(configure: options => options.Allow = [bench.Health]);
        Assert.Equal("42501", await bench.RefusedAsync(bench.Shop));
        Assert.Null(await bench.RefusedAsync(bench.Health));
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync()).State);
        Assert.Equal(before, await bench.StateAsync());
    }

    [Fact]
    public async Task An_owner_who_cannot_take_the_list_away_again_is_told_before_and_after()
    {
        await using var bench = await LeaseBench.CreateAsync(listed: false);
        var (_, host) = await bench.SuspendAsync(bench.Owner);
        Assert.Contains(host.Warnings, warning => warning.Contains("written out as a list", StringComparison.Ordinal));
        var lease = Assert.Single(await bench.ResumeAsync(bench.Owner));
        Assert.Equal(LeaseState.ResumedOtherwise, lease.State);
        Assert.Contains("only a superuser", Assert.Single(lease.Warnings), StringComparison.Ordinal);
        Assert.Null(await bench.RefusedAsync(bench.Shop));
    }

    [Theory]
    [InlineData(SuspensionWay.Role, "28000")]
    [InlineData(SuspensionWay.ConnectionLimit, "53300")]
    public async Task Other_ways_keep_out_and_give_back_too(SuspensionWay way, string refusal)
    {
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        await bench.SuspendAsync(configure: options =>
        {
            options.Way = way;
            options.Role = way == SuspensionWay.Role ? [bench.Shop] : [];
        });
        Assert.Equal(refusal, await bench.RefusedAsync(bench.Shop));
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync()).State);
        Assert.Equal(before, await bench.StateAsync());
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_role_that_owns_nothing_but_manages_roles_takes_their_login(int major)
    {
        await using var bench = await LeaseBench.CreateAsync(major);
        await bench.Database.ExecuteAsync($"ALTER ROLE {bench.Health} CREATEROLE; GRANT {bench.Shop} TO {bench.Health} WITH ADMIN OPTION; GRANT CONNECT ON DATABASE {bench.Database.Name} TO {bench.Health}");
        var before = await bench.StateAsync();
        await using var app = await bench.ConnectAsync(bench.Shop);
        var (lease, _) = await bench.SuspendAsync(bench.Health);
        Assert.Equal((SuspensionWay.Role, 1, 0), (lease.Way, lease.Ended, lease.Remaining));
        Assert.Equal([bench.Shop], lease.KeptOut);
        Assert.Equal("28000", await bench.RefusedAsync(bench.Shop));
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync(bench.Health)).State);
        Assert.Equal(before, await bench.StateAsync());
    }

    [Fact]
    public async Task A_database_that_was_dropped_and_restored_gets_the_access_of_the_one_before()
    {
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        var (lease, _) = await bench.SuspendAsync();
        await using (var session = await bench.Database.Sessions.On("postgres").OpenAsync("test", default))
        {
            await ExecuteAsync(session, $"DROP DATABASE {bench.Database.Name}");
            Assert.Equal("DatabaseNotFound", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.ResumeAsync())).Id);
            await ExecuteAsync(session, $"CREATE DATABASE {bench.Database.Name} TEMPLATE template0 OWNER {bench.Owner}");
            await ExecuteAsync(session, $"ALTER DATABASE {bench.Database.Name} SET work_mem = '1MB'");
        }

        var elsewhere = Path.Combine(bench.Folder, "elsewhere", Path.GetFileName(lease.File!));
        Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
        File.Move(lease.File!, elsewhere);
        Assert.Empty(await bench.ResumeAsync());
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync(configure: options => options.File = elsewhere)).State);
        Assert.Equal(before, await bench.StateAsync());
        Assert.False(File.Exists(elsewhere));
    }

    [Fact]
    public async Task An_owner_who_is_kept_out_by_the_limit_resumes_from_another_database()
    {
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        await bench.SuspendAsync(bench.Owner, options => options.Way = SuspensionWay.ConnectionLimit);
        Assert.Equal("53300", await bench.RefusedAsync(bench.Owner));
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync(bench.Owner)).State);
        Assert.Equal(before, await bench.StateAsync());
    }

    [Fact]
    public async Task In_a_read_only_database_applications_read_and_the_operator_writes()
    {
        await using var bench = await LeaseBench.CreateAsync();
        await bench.Database.ExecuteAsync("CREATE TABLE t (i int); GRANT ALL ON t TO PUBLIC");
        var before = await bench.StateAsync();
        var (lease, _) = await bench.SuspendAsync(configure: options => options.Way = SuspensionWay.ReadOnly);
        await using (var app = await bench.ConnectAsync(bench.Shop))
        await using (var write = new NpgsqlCommand("INSERT INTO t VALUES (1)", app))
            Assert.Equal("25006", (await Assert.ThrowsAsync<PostgresException>(() => write.ExecuteNonQueryAsync())).SqlState);
        await bench.Database.ExecuteAsync("INSERT INTO t VALUES (2)");
        Assert.Equal("LeaseIndivisible", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.ResumeAsync(configure: options => options.Only = [bench.Shop]))).Id);
        Assert.Equal(LeaseState.Resumed, Assert.Single(await bench.ResumeAsync(configure: options => options.Id = lease.Id)).State);
        Assert.Equal(before, await bench.StateAsync());
    }

    [Fact]
    public async Task Named_roles_are_let_in_before_the_others()
    {
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        await bench.SuspendAsync();
        var lease = Assert.Single(await bench.ResumeAsync(configure: options => options.Only = [bench.Health]));
        Assert.Equal(LeaseState.PartlyResumed, lease.State);
        Assert.Null(await bench.RefusedAsync(bench.Health));
        Assert.Equal("42501", await bench.RefusedAsync(bench.Shop));
        await bench.ResumeAsync();
        Assert.Equal(before, await bench.StateAsync());
    }

    [Fact]
    public async Task A_transaction_that_is_open_gets_its_time_and_a_session_that_is_allowed_stays()
    {
        await using var bench = await LeaseBench.CreateAsync();
        await using var idle = await bench.ConnectAsync(bench.Report);
        await using var open = await bench.ConnectAsync(bench.Shop);
        await using var allowed = await bench.ConnectAsync(bench.Owner);
        await ExecuteAsync(open, "BEGIN");
        var suspending = bench.SuspendAsync(configure: options =>
        {
            options.Drain = TimeSpan.FromMinutes(5);
            options.Allow = [bench.Owner];
        });
        // Asked from another database: a session of the test's own would be ended, too.
        await using var elsewhere = await TestDatabase.CreateAsync();
        while (await elsewhere.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = {idle.ProcessID})"))
            await Task.Yield();
        await ExecuteAsync(open, "SELECT 1");
        await ExecuteAsync(open, "COMMIT");
        var (lease, _) = await suspending;
        Assert.Equal((2, 0), (lease.Ended, lease.Remaining));
        await ExecuteAsync(allowed, "SELECT 1");
        await bench.ResumeAsync();
    }

    [Fact]
    public async Task A_session_that_the_operator_may_not_end_is_counted_and_named()
    {
        await using var bench = await LeaseBench.CreateAsync();
        await using var app = await bench.ConnectAsync(bench.Shop);
        var (lease, host) = await bench.SuspendAsync(bench.Owner);
        Assert.Equal((0, 1), (lease.Ended, lease.Remaining));
        Assert.Contains(host.Warnings, warning => warning.Contains("pg_signal_backend", StringComparison.Ordinal));
        await bench.ResumeAsync(bench.Owner);
    }

    [Fact]
    public async Task A_role_that_may_do_nothing_of_it_is_refused_before_anything_is_written()
    {
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.SuspendAsync(bench.Shop));
        Assert.Equal(("SuspensionNotAllowed", ErrorKind.PermissionDenied), (error.Id, error.Kind));
        Assert.Equal(before, await bench.StateAsync());
        Assert.False(Directory.Exists(bench.LeaseFolder) && Directory.GetFiles(bench.LeaseFolder).Length > 0);
    }

    [Fact]
    public async Task A_second_suspension_is_refused_and_an_expired_lease_warns_in_every_command()
    {
        await using var bench = await LeaseBench.CreateAsync();
        await bench.SuspendAsync(configure: options => options.Lease = TimeSpan.Zero);
        Assert.Equal("AlreadySuspended", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.SuspendAsync())).Id);
        var host = await bench.RunAsync(new GetAppConnectionOptions { Connection = bench.ConnectionOf(null) });
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "dbsafety.yaml"), "version: 1\n");
        var offline = await bench.RunAsync(new GetLogicalBackupOptions());
        Assert.Contains(offline.Warnings, warning => warning.Contains("their lease has ended", StringComparison.Ordinal));
        File.Delete(Path.Combine(bench.Folder, "dbsafety.yaml"));
        Assert.Contains(host.Warnings, warning => warning.Contains("their lease has ended", StringComparison.Ordinal) && warning.Contains("dbsafety resume", StringComparison.Ordinal));
        await bench.ResumeAsync();
        Assert.Empty((await bench.RunAsync(new GetAppConnectionOptions { Connection = bench.ConnectionOf(null) })).Warnings);
        Assert.Empty(await bench.ResumeAsync());
    }

    [Fact]
    public async Task A_database_that_was_swapped_for_another_lets_everybody_in_again_under_both_names()
    {
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        await bench.SuspendAsync();
        var name = bench.Database.Name;
        var server = bench.Database.Sessions.On("postgres");
        await using var session = await server.OpenAsync("test", default);
        await ExecuteAsync(session, $"ALTER DATABASE {name} RENAME TO {name}_old");
        await ExecuteAsync(session, $"CREATE DATABASE {name} TEMPLATE template0 OWNER {bench.Owner}");
        await ExecuteAsync(session, $"ALTER DATABASE {name} SET work_mem = '1MB'");
        var lease = Assert.Single(await bench.ResumeAsync());
        Assert.Equal(LeaseState.Resumed, lease.State);
        Assert.Equal(before, await bench.StateAsync());
        await using var command = new NpgsqlCommand($"SELECT count(DISTINCT datacl::text || datconnlimit) FROM pg_database WHERE datname IN ('{name}', '{name}_old')", session);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        await ExecuteAsync(session, $"DROP DATABASE {name}_old");
    }

    [Fact]
    public async Task A_lease_whose_file_is_elsewhere_is_given_back_from_the_journal()
    {
        await using var project = await TestProject.CreateAsync();
        await project.With("0001_a", "CREATE TABLE a ()").MigrateAsync();
        var acl = "SELECT datacl::text FROM pg_database WHERE datname = current_database()";
        await project.RunAsync(new SuspendAppConnectionOptions { Drain = TimeSpan.Zero });
        Assert.NotNull(await project.Database.ScalarAsync<string>(acl));
        Directory.Delete(Path.Combine(project.Folder, "leases"), recursive: true);
        var host = await project.RunAsync(new ResumeAppConnectionOptions());
        Assert.Equal(LeaseState.Resumed, Assert.Single(host.ResultsOf<ConnectionLease>()).State);
        Assert.Null(await project.Database.ScalarAsync<string>(acl));
        Assert.EndsWith("applications_suspended applications_resumed", await project.JournalAsync(), StringComparison.Ordinal);
        Assert.Equal("Applied", (await project.StatusAsync("0001_a")).State.ToString());
    }

    [Fact]
    public async Task What_others_changed_meanwhile_is_kept_and_told()
    {
        await using var bench = await LeaseBench.CreateAsync();
        await bench.SuspendAsync();
        await bench.Database.ExecuteAsync($"GRANT CREATE ON DATABASE {bench.Database.Name} TO {bench.Shop}");
        var lease = Assert.Single(await bench.ResumeAsync());
        Assert.Equal(LeaseState.ResumedOtherwise, lease.State);
        Assert.Contains("Somebody else", Assert.Single(lease.Warnings), StringComparison.Ordinal);
        Assert.Null(await bench.RefusedAsync(bench.Report));
        Assert.True(await bench.Database.ScalarAsync<bool>($"SELECT has_database_privilege('{bench.Shop}', current_database(), 'CREATE')"));
    }

    [Fact]
    public async Task Nothing_is_done_without_a_confirmation_which_shows_the_statements()
    {
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        var host = await bench.RunAsync(new SuspendAppConnectionOptions { Connection = bench.ConnectionOf(null) }, new TestHost { Confirms = false });
        Assert.Empty(host.Results);
        Assert.Contains(Assert.Single(host.Confirmations).Detail!, line => line.StartsWith("REVOKE CONNECT ON DATABASE", StringComparison.Ordinal));
        Assert.Equal(before, await bench.StateAsync());
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
