using DbSafety.Core.Errors;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

public sealed class VerdictTests
{
    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_chain_on_an_empty_database_is_rehearsed_in_order(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        project.With("0001_a", "CREATE TABLE a (x int); INSERT INTO a VALUES (1)", "DROP TABLE a", "SELECT count(*) = 1 FROM a")
            .With("0002_b", "CREATE TYPE mood AS ENUM ('sad'); ALTER TABLE a ADD m mood", "ALTER TABLE a DROP m; DROP TYPE mood")
            .With("0003_c", "ALTER TYPE mood ADD VALUE 'glad'; UPDATE a SET m = 'glad'", "UPDATE a SET m = NULL")
            .With("0004_d", "CREATE INDEX CONCURRENTLY i ON a (x)", "DROP INDEX CONCURRENTLY i")
            .With("0005_e", "COPY a (x) FROM stdin;\n2\n3\n\\.\n", "DELETE FROM a WHERE x > 1");
        var rehearsed = await project.RehearseAsync();
        Assert.Equal(["0001_a", "0002_b", "0003_c", "0004_d", "0005_e"], rehearsed.Select(item => item.Id));
        Assert.Equal(
            [RehearsalVerdict.Exact, RehearsalVerdict.Exact, RehearsalVerdict.Differs, RehearsalVerdict.Exact, RehearsalVerdict.Exact],
            rehearsed.Select(item => item.Certificate.Verdict));
        Assert.All(rehearsed, item => Assert.True(item.Certificate.AppliedAgain is true || item.Id == "0003_c", item.Certificate.Reason));
        Assert.True(rehearsed[0].Certificate.Verified);
        Assert.False(await project.ExistsAsync("a"));
        Assert.False(await project.ExistsAsync("dbsafety.journal"));
    }

    [Fact]
    public async Task A_rollback_that_raises_is_failed_with_its_place_and_the_chain_goes_on_after_the_up_script()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)", "SELECT 1;\nDROP TABLE b;").With("0002_b", "ALTER TABLE a ADD y int", "ALTER TABLE a DROP y");
        var rehearsed = await project.RehearseAsync();
        var failure = rehearsed[0].Certificate.Failure!;
        Assert.Equal((RehearsalVerdict.Failed, RehearsalPart.Rollback, 2, "42P01"), (rehearsed[0].Certificate.Verdict, failure.Part!.Value, failure.Line!.Value, failure.SqlState));
        Assert.EndsWith(Path.Combine("rollback", "0001_a.sql"), failure.Script, StringComparison.Ordinal);
        Assert.Equal(RehearsalVerdict.Exact, rehearsed[1].Certificate.Verdict);
    }

    [Theory]
    [InlineData("CREATE TABLE b (); ALTER TABLE nowhere ADD x int")]
    [InlineData("CREATE TABLE b (); CREATE INDEX CONCURRENTLY i ON nowhere (x)")]
    public async Task An_up_script_that_raises_is_failed_and_those_after_it_are_rehearsed_without_it(string up)
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a").With("0002_b", up).With("0003_c", "CREATE TABLE b ()", "DROP TABLE b");
        var rehearsed = await project.RehearseAsync();
        Assert.Equal([RehearsalVerdict.Exact, RehearsalVerdict.Failed, RehearsalVerdict.Exact], rehearsed.Select(item => item.Certificate.Verdict));
        Assert.Equal(RehearsalPart.Up, rehearsed[1].Certificate.Failure!.Part);
        Assert.Contains(rehearsed[2].Certificate.Notes, note => note.Contains("without 0002_b", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task An_index_work_outside_a_transaction_leaves_nothing_to_the_next_migration_where_it_fails_and_is_judged_where_not(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        project.With("0001_a", "CREATE TABLE a (x int, y int); CREATE INDEX old ON a (y); INSERT INTO a VALUES (1), (1)", "DROP TABLE a")
            .With("0002_b", "CREATE UNIQUE INDEX CONCURRENTLY i ON a (x)", "DROP INDEX i")
            .With("0003_c", "CREATE INDEX CONCURRENTLY i ON a (x)", "DROP INDEX i")
            .With("0004_d", "CREATE INDEX CONCURRENTLY j ON a (x)", "DROP INDEX old")
            .With("0005_e", "DROP INDEX CONCURRENTLY old", "CREATE INDEX old ON a (y)")
            .With("0006_f", "CREATE INDEX CONCURRENTLY k ON a (y)", "DROP INDEX nowhere");
        var rehearsed = await project.RehearseAsync();
        Assert.Equal(
            [RehearsalVerdict.Exact, RehearsalVerdict.Failed, RehearsalVerdict.Exact, RehearsalVerdict.Differs, RehearsalVerdict.Exact, RehearsalVerdict.Failed],
            rehearsed.Select(item => item.Certificate.Verdict));
        Assert.Equal("23505", rehearsed[1].Certificate.Failure!.SqlState);
        Assert.True(rehearsed[2].Certificate.AppliedAgain);
        Assert.Contains(rehearsed[3].Certificate.Differences, difference => difference.Object.Contains("old", StringComparison.Ordinal));
        Assert.All(rehearsed, item => Assert.True(item.Traces.Count(trace => trace.Part == RehearsalPart.Rollback) <= 1, item.Id));
    }

    [Fact]
    public async Task A_verify_script_that_does_not_pass_makes_it_failed_whatever_the_rollback_does()
    {
        var certificate = await Rehearsals.CertifyAsync(18, null, "CREATE TABLE a (x int)", "DROP TABLE a", "SELECT count(*) = 1 FROM a");
        Assert.Equal((RehearsalVerdict.Failed, RehearsalPart.Verify, false), (certificate.Verdict, certificate.Failure!.Part!.Value, certificate.Verified!.Value));
        Assert.Contains(certificate.Notes, note => note.Contains("by itself: exact", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_declared_irreversible_names_the_restore_that_stands_in()
    {
        var certificate = await Rehearsals.CertifyAsync(18, "CREATE TABLE a (x int)", "UPDATE a SET x = 0", "-- dbsafety: irreversible because the old values are not kept\n");
        Assert.Equal((RehearsalVerdict.Irreversible, "Declared irreversible: the old values are not kept"), (certificate.Verdict, certificate.Reason));
        Assert.Contains("--table public.a", certificate.StandIn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_rollback_is_failed_and_an_empty_one_is_judged_by_what_it_leaves()
    {
        Assert.Equal((RehearsalVerdict.Failed, "There is no rollback script."), (await Rehearsals.CertifyAsync(18, null, "CREATE TABLE a ()", null)) is var none ? (none.Verdict, none.Failure!.Message) : default);
        Assert.Equal(RehearsalVerdict.Differs, (await Rehearsals.CertifyAsync(18, null, "CREATE TABLE a ()", "-- to be written")).Verdict);
        Assert.Equal(RehearsalVerdict.Exact, (await Rehearsals.CertifyAsync(18, null, "SELECT 1", "-- nothing to do")).Verdict);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Deferred_constraints_are_checked_before_a_rollback_counts_as_done(int major)
    {
        const string Setup = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)";
        var certificate = await Rehearsals.CertifyAsync(major, Setup, "SELECT 1", "DELETE FROM p");
        Assert.Equal((RehearsalVerdict.Failed, "23503"), (certificate.Verdict, certificate.Failure!.SqlState));
    }

    [Fact]
    public async Task Settings_of_one_script_do_not_reach_the_next()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE SCHEMA s");
        project.With("0001_a", "SET search_path = s; CREATE TABLE a ()", "DROP TABLE s.a").With("0002_b", "CREATE TABLE b ()", "DROP TABLE public.b");
        Assert.All(await project.RehearseAsync(), item => Assert.Equal(RehearsalVerdict.Exact, item.Certificate.Verdict));
    }

    [Fact]
    public async Task One_migration_is_rehearsed_after_those_before_it()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a").With("0002_b", "ALTER TABLE a ADD x int", "ALTER TABLE a DROP x").With("0003_c", "CREATE TABLE nonsense (");
        var only = Assert.Single(await project.RehearseAsync(options => options.Id = ["0002*"]));
        Assert.Equal(("0002_b", RehearsalVerdict.Exact), (only.Id, only.Certificate.Verdict));
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RehearseAsync(options => options.Id = ["0009"]));
        Assert.Equal("MigrationNotPending", error.Id);
    }

    [Fact]
    public async Task A_certificate_is_kept_and_holds_for_its_scripts_only()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a");
        var rehearsal = (await project.RehearseAsync()).Single();
        var store = new Engine.Rehearsal.Certificates.CertificateStore(Engine.Projects.ProjectFolder.Open(project.Folder, project.Host));
        Assert.Equal(store.PathOf("main", "0001_a"), rehearsal.CertificatePath);
        var (up, down) = (rehearsal.Certificate.UpChecksum, rehearsal.Certificate.RollbackChecksum);
        Assert.Equal(RehearsalVerdict.Exact, (await store.FindAsync("main", "0001_a", up, down, null, default))!.Verdict);
        Assert.Null(await store.FindAsync("main", "0001_a", up, up, null, default));
    }
}
