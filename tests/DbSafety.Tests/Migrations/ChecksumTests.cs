using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class ChecksumTests
{
    private const string Script = "CREATE TABLE a (\n  x int -- ü\n);\nCREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 'one\ntwo';\nEND\n$$;\n";

    [Fact]
    public async Task An_applied_file_that_changed_is_refused_with_both_checksums_and_the_ways_out()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", Script);
        var applied = (await project.MigrateAsync(), await project.StatusAsync("0001_a")).Item2.Checksum!;
        project.Write("migrations", "0001_a", Script.Replace("x int", "y int", StringComparison.Ordinal));
        project.With("0002_b", "CREATE TABLE b ()");

        var error = await project.MigrateFailsAsync();
        Assert.Equal(("MigrationChanged", ExitCode.Refused), (error.Id, error.ExitCode));
        Assert.Contains(applied, error.Message, StringComparison.Ordinal);
        Assert.Contains("migrations/0001_a.sql", error.Message, StringComparison.Ordinal);
        Assert.Contains("dbsafety rollback 0001_a", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(MigrationState.Changed, (await project.StatusAsync("0001_a")).State);
        Assert.False(await project.ExistsAsync("b"));
    }

    [Theory]
    [InlineData(true, "\n")]
    [InlineData(false, "\r\n")]
    [InlineData(true, "\r\n")]
    public async Task Other_line_ends_and_a_byte_order_mark_are_no_change(bool mark, string lineEnd)
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", Script);
        await project.MigrateAsync();
        var text = Script.Replace("\n", lineEnd, StringComparison.Ordinal);
        project.Write("migrations", "0001_a", text, new UTF8Encoding(mark));

        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0001_a")).State);
        Assert.Empty((await project.MigrateAsync()).Migrations);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public async Task A_file_in_another_encoding_is_refused(string encoding)
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT 1");
        project.Write("migrations", "0001_a", "SELECT 'ü'", Encoding.GetEncoding(encoding));
        var error = await project.MigrateFailsAsync();
        Assert.Equal(ErrorKind.InvalidScript, error.Kind);
        Assert.NotNull(error.NextStep);
    }

    [Fact]
    public async Task An_applied_migration_whose_file_is_gone_is_missing_and_can_be_rolled_back()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a").With("0002_b", "SELECT 1");
        await project.MigrateAsync();
        File.Delete(project.PathOf("migrations", "0001_a"));
        File.Delete(project.PathOf("rollback", "0001_a"));

        Assert.Equal(MigrationState.Missing, (await project.StatusAsync("0001_a")).State);
        await project.MigrateAsync();
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("0001_a", StringComparison.Ordinal));
        await project.UndoAsync(options => options.All = true);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_pending_migration_numbered_before_an_applied_one_is_refused_unless_allowed()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT 1").With("0003_c", "SELECT 1");
        await project.MigrateAsync();
        project.With("0002_b", "CREATE TABLE b ()");

        Assert.Equal(MigrationState.OutOfOrder, (await project.StatusAsync("0002_b")).State);
        Assert.Equal("MigrationOutOfOrder", (await project.MigrateFailsAsync()).Id);
        await project.MigrateAsync(options => options.AllowOutOfOrder = true);
        Assert.True(await project.Database.ScalarAsync<bool>("SELECT (detail->>'out_of_order')::boolean FROM dbsafety.journal WHERE migration = '0002_b' AND event = 'applied'"));
    }

    [Fact]
    public async Task A_duplicate_number_is_refused()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT 1").With("1_b", "SELECT 1");
        Assert.Equal("MigrationDuplicate", (await project.MigrateFailsAsync()).Id);
    }

    [Theory]
    [InlineData(null, "RollbackMissing")]
    [InlineData("-- nothing yet\n", "RollbackMissing")]
    [InlineData("-- dbsafety: irreversible\n", "ScriptRefused")]
    public async Task A_migration_without_a_rollback_is_refused(string? rollback, string id)
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT 1", rollback);
        Assert.Equal(id, (await project.MigrateFailsAsync()).Id);
    }

    [Fact]
    public async Task A_declared_irreversible_migration_needs_the_backup()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()", "-- dbsafety: irreversible because the rows are gone\n");
        Assert.Equal("BackupNeeded", (await project.MigrateFailsAsync()).Id);
    }

    [Fact]
    public async Task Registering_accepts_a_changed_file_and_records_migrations_without_running_them()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()").With("0002_b", "CREATE TABLE b ()").With("0003_c", "CREATE TABLE c ()");
        await project.MigrateAsync(options => options.To = "0001_a");
        project.Write("migrations", "0001_a", "CREATE TABLE a (x int)");
        await project.RunAsync(new RegisterSafeMigrationOptions { To = "0002_b", Reason = "made by hand" });

        Assert.Equal([MigrationState.Applied, MigrationState.Applied, MigrationState.Pending], (await project.StatusAsync()).Select(migration => migration.State));
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal(["0003_c"], (await project.MigrateAsync()).Migrations.Select(item => item.Id));
    }
}
