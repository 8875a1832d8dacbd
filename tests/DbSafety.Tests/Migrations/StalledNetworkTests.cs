using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Kills;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>A network that swallows an answer says nothing, for ever. The run ends by itself, and tells what became of the change.</summary>
public sealed class StalledNetworkTests
{
    private const string Policy = """
            approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
            backup: { required: false }
            limits: { statementTimeout: 1s, answerTimeout: 1s, lockAttempts: 1 }
        """;

    [Theory]
    [InlineData("ADD price", false)]
    [InlineData("RESET SESSION AUTHORIZATION", true)]
    public async Task A_run_whose_answer_never_comes_ends_and_tells_what_the_database_holds(string statement, bool applied)
    {
        await using var project = await TestProject.CreateAsync(TestServers.Majors[^1], "CREATE TABLE goods (id int PRIMARY KEY)", Policy);
        project.With("0001_price", "ALTER TABLE goods ADD price int;", "ALTER TABLE goods DROP COLUMN price;");
        await using var proxy = new CuttingProxy(project.Database.Connection.Port);
        project.Through = new NpgsqlConnectionStringBuilder(project.Database.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port, SslMode = SslMode.Disable }.ConnectionString;
        proxy.ArmAt(statement, new Cut(CutKind.Silence, 0, TimeSpan.Zero));

        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RunAsync(new InvokeSafeMigrationOptions()));

        Assert.Equal("ConnectionLost", error.Id);
        Assert.Contains("timeout", error.Message, StringComparison.OrdinalIgnoreCase);
        project.Through = null;
        Assert.Equal(applied, await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'goods'::regclass AND attname = 'price')"));
        Assert.Equal(applied ? MigrationState.Applied : MigrationState.Failed, (await project.StatusAsync("0001_price")).State);
        // Nothing is in the way of the next run.
        await project.MigrateAsync();
        Assert.True(await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'goods'::regclass AND attname = 'price')"));
    }
}
