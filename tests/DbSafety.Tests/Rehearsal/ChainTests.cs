using DbSafety.Core.Options;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Examples;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

/// <summary>A chain whose schema is followed from change to change gets the verdicts of one that is read whole each time.</summary>
public sealed class ChainTests
{
    [Fact]
    public async Task The_verdicts_of_a_made_up_chain_are_those_of_whole_readings()
    {
        await using var project = await TestProject.CreateAsync();
        // One of each kind; in a long run of several rounds.
        for (var i = 1; i <= (TestRun.IsLong ? 40 : 16); i++)
        {
            var (up, rollback) = (i % 8) switch
            {
                0 => ($"ALTER TABLE t{i - 1} RENAME TO r{i - 1}", $"ALTER TABLE r{i - 1} RENAME TO t{i - 1}"),
                1 => ($"CREATE TABLE t{i} (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL); CREATE VIEW v{i} AS SELECT * FROM t{i}", $"DROP VIEW v{i}; DROP TABLE t{i}"),
                2 => ($"CREATE TABLE t{i} (id serial PRIMARY KEY, other int REFERENCES t{i - 1}); CREATE INDEX ON t{i} (other)", $"DROP TABLE t{i}"),
                3 => ($"CREATE TABLE t{i} (id int); ALTER TABLE t{i - 2} ADD note text DEFAULT 'n'", $"DROP TABLE t{i}"),
                4 => ($"ALTER TABLE t{i - 3} DROP COLUMN name CASCADE", $"ALTER TABLE t{i - 3} ADD name text NOT NULL DEFAULT ''"),
                5 => ($"CREATE TYPE e{i} AS ENUM ('a'); CREATE TABLE t{i} (e e{i} DEFAULT 'a')", $"DROP TABLE t{i}; DROP TYPE e{i}"),
                6 => ($"CREATE FUNCTION f{i}() RETURNS int LANGUAGE sql AS 'SELECT {i}'; COMMENT ON FUNCTION f{i}() IS 'f'", i % 16 == 6 ? $"DROP FUNCTION f{i}()" : "SELECT 1"),
                _ => ($"CREATE TABLE t{i} (id int); INSERT INTO t{i} VALUES (1); CREATE INDEX CONCURRENTLY i{i} ON t{i} (id)", $"DROP TABLE t{i}"),
            };
            project.With($"{i:0000}_step", up, rollback);
        }

        var verdicts = await CompareAsync(project);
        Assert.True(verdicts.Distinct().Count() >= 2, string.Join(" ", verdicts));
    }

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task The_verdicts_of_the_farm_are_those_of_whole_readings()
    {
        TestRun.SkipUnlessLong();
        await using var project = await TestProject.CreateAsync();
        var farm = Path.Combine(FarmFiles.Root, "database");
        foreach (var path in Directory.GetFiles(Path.Combine(farm, "migrations"), "*.sql"))
        {
            var rollback = Path.Combine(farm, "rollback", Path.GetFileName(path));
            project.With(Path.GetFileNameWithoutExtension(path), await File.ReadAllTextAsync(path), File.Exists(rollback) ? await File.ReadAllTextAsync(rollback) : null);
        }

        await CompareAsync(project);
    }

    private static async Task<IReadOnlyList<RehearsalVerdict>> CompareAsync(TestProject project)
    {
        var followed = await RunAsync(project, readsAll: false);
        var whole = await RunAsync(project, readsAll: true);
        Assert.Equal(whole.Select(Text), followed.Select(Text));
        return [.. followed.Select(rehearsal => rehearsal.Certificate.Verdict)];
    }

    private static async Task<IReadOnlyList<MigrationRehearsal>> RunAsync(TestProject project, bool readsAll)
    {
        var host = new TestHost { WorkingDirectory = project.Folder };
        host.Environment["TEST_DATABASE"] = project.Database.ConnectionString;
        await new TestSafeMigrationOperation(readsAll).RunAsync(new TestSafeMigrationOptions { Project = project.Folder }, host, CancellationToken.None);
        Assert.Empty(host.Warnings);
        return host.ResultsOf<MigrationRehearsal>();
    }

    private static string Text(MigrationRehearsal rehearsal) => string.Join(" | ", [
        rehearsal.Id, $"{rehearsal.Certificate.Verdict}", rehearsal.Certificate.Reason, rehearsal.Certificate.FingerprintBefore, rehearsal.Certificate.FingerprintAfter,
        .. rehearsal.Certificate.Differences.Select(difference => $"{difference.Object} {difference.Change}"),
        .. rehearsal.Certificate.Losses.Select(loss => $"{loss.Table} {loss.Rows} {string.Join(',', loss.Columns)}"),
        .. rehearsal.Certificate.Notes]);
}
