using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Projects;

/// <summary>A database that another tool brought to where it is.</summary>
public sealed class AdoptedDatabaseTests
{
    private const string Yaml = """
        version: 1
        targets: { dev: { environment: development, connectionVariable: DB } }
        environments: { development: { approvals: { firstModification: none } } }
        """;

    [Fact]
    public async Task What_dbmate_applied_is_registered_and_the_rest_stays_pending()
    {
        await using var database = await TestDatabase.CreateAsync(sql: """
            CREATE TABLE schema_migrations (version varchar(255) PRIMARY KEY);
            INSERT INTO schema_migrations VALUES ('20240101000000'), ('20230101000000');
            """);
        using var project = new TempProject(Yaml)
            .Write("migrations/20240101000000_a.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n")
            .Write("migrations/20240102000000_b.sql", "-- migrate:up\nCREATE TABLE b ();\n-- migrate:down\nDROP TABLE b;\n");
        project.Host.Environment["DB"] = database.ConnectionString;
        await new RegisterSafeMigrationOperation().RunAsync(new RegisterSafeMigrationOptions { FromJournal = true }, project.Host, default);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("20230101000000", StringComparison.Ordinal));

        await new GetSafeMigrationOperation().RunAsync(new GetSafeMigrationOptions(), project.Host, default);
        var listed = project.Host.ResultsOf<MigrationInfo>().TakeLast(2).ToList();
        Assert.Equal([("20240101000000_a", MigrationState.Applied), ("20240102000000_b", MigrationState.Pending)], listed.Select(migration => (migration.Id, migration.State)));
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM schema_migrations"));
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('a') IS NOT NULL"));
    }

    [Theory]
    [InlineData(null, "ForeignJournalNotFound")]
    [InlineData("CREATE TABLE schema_migrations (version varchar(255) PRIMARY KEY); INSERT INTO schema_migrations VALUES ('5')", "ForeignJournalUnmatched")]
    public async Task A_database_without_a_journal_that_fits_is_told(string? sql, string id)
    {
        await using var database = await TestDatabase.CreateAsync(sql: sql);
        using var project = new TempProject(Yaml).Write("migrations/0001_a.sql", "SELECT 1;");
        project.Host.Environment["DB"] = database.ConnectionString;
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new RegisterSafeMigrationOperation().RunAsync(new RegisterSafeMigrationOptions { FromJournal = true }, project.Host, default));
        Assert.Equal(id, error.Id);
        Assert.Contains("dbsafety baseline", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("golang-migrate", "migrations/1_a.up.sql", "CREATE TABLE a ();", "migrations/1_a.down.sql", "DROP TABLE a;")]
    [InlineData("goose", "migrations/1_a.sql", "-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE a ();\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE a;\n", null, null)]
    [InlineData("dbmate", "migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n", null, null)]
    [InlineData("flyway", "migrations/V1__a.sql", "CREATE TABLE a ();", "migrations/U1__a.sql", "DROP TABLE a;")]
    [InlineData("folders", "migrations/1_a/up.sql", "CREATE TABLE a ();", "migrations/1_a/down.sql", "DROP TABLE a;")]
    [InlineData("dbup", "migrations/a.sql", "CREATE TABLE a ();", "rollback/a.sql", "DROP TABLE a;")]
    [InlineData("sqitch", "deploy/a.sql", "BEGIN;\nCREATE TABLE a ();\nCOMMIT;\n", "revert/a.sql", "BEGIN;\nDROP TABLE a;\nCOMMIT;\n")]
    public async Task A_migration_of_any_layout_is_applied_and_taken_back(string layout, string up, string upText, string? down, string? downText)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var project = new TempProject("""
            version: 1
            targets: { dev: { environment: development, connectionVariable: DB } }
            environments: { development: { approvals: { firstModification: none, majorMigration: none, afterRollback: none } } }
            """).Write(up, upText);
        if (layout == "sqitch")
            project.Write("sqitch.plan", "%project=x\na 2024-01-01T00:00:00Z A <a@x>\n").Write("verify/a.sql", "BEGIN;\nSELECT 1 FROM a WHERE false;\nROLLBACK;\n");
        if (down is not null)
            project.Write(down, downText!);
        project.Host.Environment["DB"] = database.ConnectionString;
        Assert.Equal(layout, project.Catalog().Layout);
        await new InvokeSafeMigrationOperation().RunAsync(new InvokeSafeMigrationOptions(), project.Host, default);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('a') IS NOT NULL"));
        await new UndoSafeMigrationOperation().RunAsync(new UndoSafeMigrationOptions { Last = 1 }, project.Host, default);
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('a') IS NOT NULL"));
    }

    [Fact]
    public async Task What_another_tool_runs_as_a_program_stops_a_run_before_it_and_is_recorded_once_that_tool_has_run_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var project = new TempProject("""
            version: 1
            targets: { dev: { environment: development, connectionVariable: DB } }
            environments: { development: { approvals: { firstModification: none, majorMigration: none, afterRollback: none } } }
            """)
            .Write("migrations/1_a.sql", "-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;\n")
            .Write("migrations/2_b.go", "package migrations // makes b\n")
            .Write("migrations/3_c.sql", "-- +goose Up\nALTER TABLE b ADD n int;\n-- +goose Down\nALTER TABLE b DROP n;\n");
        project.Host.Environment["DB"] = database.ConnectionString;

        await new TestMigrationHazardOperation().RunAsync(new TestMigrationHazardOptions(), project.Host, default);
        Assert.Contains(project.Host.Warnings, warning => warning == "2_b is not judged: goose runs it as a program.");
        await new TestSafeMigrationOperation().RunAsync(new TestSafeMigrationOptions(), project.Host, default);
        Assert.Equal(["Exact", "Failed", "Failed"], project.Host.ResultsOf<MigrationRehearsal>().Select(rehearsal => rehearsal.Certificate.Verdict.ToString()));

        var refused = await Assert.ThrowsAsync<DbSafetyException>(() => new InvokeSafeMigrationOperation().RunAsync(new InvokeSafeMigrationOptions(), project.Host, default));
        Assert.Equal("MigrationNotSql", refused.Id);
        Assert.Contains("dbsafety baseline 2_b", refused.NextStep, StringComparison.Ordinal);
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('a') IS NOT NULL"));

        await new InvokeSafeMigrationOperation().RunAsync(new InvokeSafeMigrationOptions { To = "1_a" }, project.Host, default);
        await database.ExecuteAsync("CREATE TABLE b ()");
        await new RegisterSafeMigrationOperation().RunAsync(new RegisterSafeMigrationOptions { To = "2_b" }, project.Host, default);
        // Its text may change after it was run, as programs do.
        project.Write("migrations/2_b.go", "package migrations // makes b, and is tidy\n");
        await new InvokeSafeMigrationOperation().RunAsync(new InvokeSafeMigrationOptions(), project.Host, default);
        await new GetSafeMigrationOperation().RunAsync(new GetSafeMigrationOptions(), project.Host, default);
        Assert.Equal(Enumerable.Repeat(MigrationState.Applied, 3), project.Host.ResultsOf<MigrationInfo>().TakeLast(3).Select(migration => migration.State));

        await new UndoSafeMigrationOperation().RunAsync(new UndoSafeMigrationOptions { Last = 1 }, project.Host, default);
        var kept = await Assert.ThrowsAsync<DbSafetyException>(() => new UndoSafeMigrationOperation().RunAsync(new UndoSafeMigrationOptions { All = true }, project.Host, default));
        Assert.Equal("RollbackMissing", kept.Id);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('a') IS NOT NULL"));
    }
}
