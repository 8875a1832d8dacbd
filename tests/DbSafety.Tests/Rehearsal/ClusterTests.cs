using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

/// <summary>What scripts change beyond their database.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task What_a_rollback_leaves_on_the_server_differs_and_is_named()
    {
        await using var project = await TestProject.CreateAsync(TestServers.Majors[^1], "CREATE TABLE t (id int)");
        var database = project.Database.Name;
        project.With("0001_role", "CREATE ROLE dbs_left; GRANT SELECT ON t TO dbs_left", "REVOKE SELECT ON t FROM dbs_left")
            .With("0002_member", "CREATE ROLE dbs_two; GRANT dbs_left TO dbs_two", "REVOKE dbs_left FROM dbs_two; DROP ROLE dbs_two")
            .With("0003_setting", $"ALTER DATABASE {database} SET work_mem = '8MB'; ALTER ROLE dbs_two SET work_mem = '8MB'", $"ALTER DATABASE {database} RESET work_mem")
            .With("0004_attribute", "ALTER ROLE dbs_two CREATEDB", "ALTER ROLE dbs_two NOCREATEDB")
            .With("0005_hidden", "DO $$ BEGIN EXECUTE 'CREATE ' || 'ROLE dbs_hidden'; END $$; GRANT dbs_left TO dbs_two WITH ADMIN OPTION", "DROP ROLE dbs_hidden")
            .With("0006_connect", $"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC", $"GRANT CONNECT ON DATABASE {database} TO PUBLIC");
        var found = (await project.RehearseAsync()).ToDictionary(rehearsal => rehearsal.Id, rehearsal => rehearsal.Certificate);
        Assert.Equal(
            ["0001_role Differs Extra: role dbs_left", "0002_member Exact", "0003_setting Differs Extra: setting of role dbs_two", "0004_attribute Exact",
             "0005_hidden Differs Changed: membership of dbs_two in dbs_left"],
            found.Take(5).Select(pair => string.Join(' ', [pair.Key, $"{pair.Value.Verdict}", .. pair.Value.Differences.Select(difference => $"{difference}")])));
        Assert.False(await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname LIKE 'dbs\\_%')"));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_role_that_no_words_show_is_never_made_on_the_targets_server(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        var role = $"r_{Guid.NewGuid():N}";
        foreach (var hidden in (string[])[$"EXECUTE 'CREATE ' || 'ROLE {role}'", $"EXECUTE 'ALTER ' || 'DATABASE ' || current_database() || ' SET work_mem = 65'",
            $"EXECUTE 'COMMENT ON DATA' || 'BASE ' || current_database() || ' IS ''x'''", $"BEGIN EXECUTE 'GRANT CONNECT ON DATA' || 'BASE postgres TO PUBLIC'; END"])
        {
            project.With("0001_a", $"CREATE TABLE a (); DO $$ BEGIN {hidden}; END $$", "DROP TABLE a");
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RehearseAsync());
            Assert.Equal("ShadowServerAtRisk", error.Id);
            Assert.Contains("--shadow sandbox", error.NextStep, StringComparison.Ordinal);
        }

        Assert.False(await project.Database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')"));
    }
}
