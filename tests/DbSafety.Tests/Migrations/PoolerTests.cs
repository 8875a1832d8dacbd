using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class PoolerTests
{
    [SkippableFact]
    public async Task A_pooler_in_transaction_mode_is_refused()
    {
        Skip.If(PgBouncer.Program is null, "PgBouncer is not installed");
        await using var project = await TestProject.CreateAsync();
        await using var bouncer = await PgBouncer.StartAsync(project.Database, "transaction");
        project.With("0001_a", "CREATE TABLE a ()");
        project.Through = bouncer.ConnectionString;
        Assert.Equal("TransactionPooler", (await project.MigrateFailsAsync()).Id);
        Assert.False(await project.ExistsAsync("a"));
    }

    [SkippableFact]
    public async Task A_pooler_in_session_mode_serves()
    {
        Skip.If(PgBouncer.Program is null, "PgBouncer is not installed");
        await using var project = await TestProject.CreateAsync();
        await using var bouncer = await PgBouncer.StartAsync(project.Database, "session");
        project.With("0001_a", "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);", "DROP TABLE a");
        project.Through = bouncer.ConnectionString;
        await project.MigrateAsync();
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0001_a")).State);
        await project.UndoAsync(options => options.Last = 1);
        Assert.False(await project.ExistsAsync("a"));
    }
}
