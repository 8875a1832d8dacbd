using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>What a role may not do is told before an emergency, at the step that would fail for it.</summary>
public sealed class RunbookRightsTests
{
    [Fact]
    public async Task What_the_role_lacks_is_told_by_command_and_nothing_when_it_has_all()
    {
        await using var database = await TestDatabase.CreateAsync(TestServers.Majors[^1], "CREATE TABLE orders (id int)");
        var suffix = database.Name[^12..];
        var (guest, owner) = ($"guest_{suffix}", $"owner_{suffix}");
        await database.ExecuteAsync($"CREATE ROLE {guest} LOGIN PASSWORD 'guest'; CREATE ROLE {owner} LOGIN CREATEDB PASSWORD 'owner'; ALTER DATABASE {database.Name} OWNER TO {owner}; ALTER TABLE orders OWNER TO {owner}");
        try
        {
            var lacking = await CheckAsync(database, guest, "guest");
            Assert.False(lacking.Passed);
            foreach (var what in new[] { "Suspend-AppConnection", "Restore-FromBackup", "Test-LogicalBackup" })
                Assert.Contains(lacking.Problems, problem => problem.Contains($"For {what} the role {guest}", StringComparison.Ordinal) && problem.Contains("(built-in) rollback-failed.yaml, line ", StringComparison.Ordinal));
            Assert.Contains(lacking.Problems, problem => problem.Contains("public.orders", StringComparison.Ordinal) && problem.Contains("GRANT", StringComparison.Ordinal));
            Assert.Contains(lacking.Warnings, warning => warning.Contains("pg_monitor", StringComparison.Ordinal));

            // The owner may do all but end other roles' sessions, and that can be granted.
            Assert.All((await CheckAsync(database, owner, "owner")).Problems, problem => Assert.Contains("pg_signal_backend", problem, StringComparison.Ordinal));
            await database.ExecuteAsync($"GRANT pg_signal_backend, pg_monitor TO {owner}");
            var able = await CheckAsync(database, owner, "owner");
            Assert.Empty(able.Problems);
            Assert.Empty(able.Warnings);
            Assert.True((await CheckAsync(database, null, null)).Passed);
        }
        finally
        {
            await database.ExecuteAsync($"ALTER DATABASE {database.Name} OWNER TO current_user; DROP OWNED BY {owner}, {guest}; DROP ROLE {owner}; DROP ROLE {guest}");
        }
    }

    private static async Task<RunbookTest> CheckAsync(TestDatabase database, string? role, string? password)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        if (role is not null)
            (connection.Username, connection.Password) = (role, password);
        var host = new TestHost();
        await new OperationRunner().RunAsync(new TestSafetyRunbookOptions { Name = ["rollback-failed"], Connection = connection.ConnectionString }, host, default);
        return Assert.Single(host.ResultsOf<RunbookTest>());
    }
}
