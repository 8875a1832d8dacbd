using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Layouts;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class LayoutTests
{
    public static TheoryData<string, string[], string[]> Orders => new()
    {
        // The layout that is recognised, the files, and the ids in order.
        { "dbsafety", ["migrations/0002_b.sql", "migrations/0001_a.sql", "migrations/10_c.sql", "migrations/README.md"], ["0001_a", "0002_b", "10_c"] },
        { "dbsafety", ["migrations/20240102030405_b.SQL", "migrations/20230102030405-a.sql"], ["20230102030405-a", "20240102030405_b"] },
        { "dbsafety", ["migrations/1_größe.sql", "migrations/2_価格.sql", "migrations/.3_hidden.sql", "migrations/1_x.sql~", "migrations/#2_y.sql#", "migrations/2_z.sql.bak"], ["1_größe", "2_価格"] },
        { "dbsafety", ["migrations/.gitkeep"], [] },
        { "golang-migrate", ["migrations/10_c.up.sql", "migrations/2_b.up.sql", "migrations/2_b.down.sql", "migrations/1_a.up.sql", "migrations/1_a.down.sql"], ["1_a", "2_b", "10_c"] },
        { "golang-migrate", ["migrations/1_a.postgres.up.sql", "migrations/1_a.mysql.up.sql", "migrations/1_a.postgres.down.sql", "migrations/2_b.up.sql", "migrations/3_c.sqlite3.up.sql", "migrations/4_d.up.sql", "migrations/4_d.cockroach.autocommit.up.sql"], ["1_a", "2_b", "4_d"] },
        // Without other products the words are words.
        { "golang-migrate", ["migrations/1_move_to.postgres.up.sql", "migrations/2_b.up.sql"], ["1_move_to.postgres", "2_b"] },
        { "golang-migrate", ["migrations/1_a.up.sql", "migrations/2_b.up.go", "migrations/2_b.down.go", "migrations/3_c.up.sql", "migrations/migrations.go", "migrations/2_b_test.go"], ["1_a", "2_b", "3_c"] },
        { "flyway", ["migrations/V1_10__c.sql", "migrations/V1.2__b.sql", "migrations/V1__a.sql", "migrations/R__views.sql", "migrations/U1__a.sql", "migrations/more/V2__d.sql"], ["V1__a", "V1.2__b", "V1_10__c", "V2__d", "R__views"] },
        { "folders", ["migrations/20240102000000_b/up.sql", "migrations/20240102000000_b/down.sql", "migrations/2023-01-02-030405_a/up.sql"], ["2023-01-02-030405_a", "20240102000000_b"] },
        { "folders", ["migrations/20240102000000_b/migration.sql", "migrations/0_init/migration.sql", "migrations/migration_lock.toml"], ["0_init", "20240102000000_b"] },
        { "folders", ["migrations/2023-05-23-1715-no-underscore/up.sql", "migrations/2023-05-22-100000_a/up.sql", "migrations/2023-05-24-100000_c/up.sql"], ["2023-05-22-100000_a", "2023-05-23-1715-no-underscore", "2023-05-24-100000_c"] },
        { "folders", ["migrations/2026-05-27-120000_b/up.sql", "migrations/2025-11-19-091444-0000_a/up.sql", "migrations/2026-05-27-120000-0000_c/up.sql", "migrations/00000000000000_diesel_initial_setup/up.sql"], ["00000000000000_diesel_initial_setup", "2025-11-19-091444-0000_a", "2026-05-27-120000_b", "2026-05-27-120000-0000_c"] },
        { "folders", ["migrations/10_c/up.sql", "migrations/2_b/up.sql"], ["2_b", "10_c"] },
        { "pairs", ["migrations/V0010.C.up.sql", "migrations/V0010.C.down.sql", "migrations/V0002.B.up.sql", "migrations/V0002.B.down.sql"], ["V0002.B", "V0010.C"] },
        { "pairs", ["migrations/20240101-users-up.sql", "migrations/20240101-users-down.sql", "migrations/20240102-more-up.sql"], ["20240101-users", "20240102-more"] },
        { "pairs", ["migrations/0001.users.sql", "migrations/0001.users.rollback.sql", "migrations/0002.more.sql"], ["0001.users", "0002.more"] },
        { "pairs", ["migrations/V1__a.up.sql", "migrations/V1__a.down.sql"], ["V1__a"] },
        { "pairs", ["migrations/users.do.sql", "migrations/users.undo.sql", "migrations/1_a.do.sql"], ["1_a", "users"] },
        { "dbsafety", ["migrations/0001_set_up.sql", "migrations/0002_tear_down.sql", "migrations/0003_add_undo.sql"], ["0001_set_up", "0002_tear_down", "0003_add_undo"] },
        { "dbsafety", ["migrations/up/2_b.sql", "migrations/up/1_a.sql", "migrations/down/1_a.sql"], ["1_a", "2_b"] },
        { "dbup", ["migrations/b.sql", "migrations/a.sql", "migrations/Z.sql"], ["Z", "a", "b"] },
        { "dbup", ["migrations/Script10.sql", "migrations/Script2.sql"], ["Script10", "Script2"] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void A_folder_is_recognised_and_ordered_as_its_tool_would(string layout, string[] files, string[] ids)
    {
        using var project = new TempProject(files: files);
        var catalog = project.Catalog();
        Assert.Equal(layout, catalog.Layout);
        Assert.Equal(ids, catalog.Sources.Select(source => source.Id));
    }

    [Fact]
    public void Of_several_databases_files_those_of_PostgreSQL_are_taken_and_the_rest_is_counted()
    {
        using var project = new TempProject(files:
        [
            "migrations/1_a.up.sql", "migrations/1_a.postgres.up.sql", "migrations/1_a.mysql.up.sql", "migrations/1_a.down.sql", "migrations/1_a.mysql.down.sql",
            "migrations/2_b.cockroach.autocommit.up.sql", "migrations/2_b.autocommit.up.sql", "migrations/2_b.postgres.down.sql",
        ]);
        var catalog = project.Catalog();
        Assert.Equal(
            [("1_a", project.At("migrations/1_a.postgres.up.sql"), project.At("migrations/1_a.down.sql")), ("2_b", project.At("migrations/2_b.autocommit.up.sql"), project.At("migrations/2_b.postgres.down.sql"))],
            catalog.Sources.Select(source => (source.Id, source.Up.Path, source.Rollback?.Path ?? "")));
        Assert.Equal(["Migrations of other databases are not run: cockroach (1), mysql (2)."], catalog.Warnings);
    }

    [Fact]
    public void Sql_migrate_knows_its_files_by_their_whole_names()
    {
        using var project = new TempProject().Write("migrations/7-b-2.sql", "-- +migrate Up\nSELECT 2;\n").Write("migrations/7-b-1.sql", "-- +migrate Up\nSELECT 1;\n").Write("migrations/8-c.sql", "-- +migrate Up\nSELECT 3;\n");
        Assert.Equal(["7-b-1", "7-b-2", "8-c"], project.Catalog().Sources.Select(source => source.Id));
    }

    [Fact]
    public void Our_trio_is_paired_by_name()
    {
        using var project = new TempProject(files: ["migrations/0001_create_products.sql", "rollback/0001_create_products.sql", "verify/0001_create_products.sql", "migrations/0002_more.sql"]);
        var sources = project.Catalog().Sources;
        Assert.Equal("create products", sources[0].Description);
        Assert.Equal(project.At("migrations/0001_create_products.sql"), sources[0].Up.Path);
        Assert.Equal(project.At("rollback/0001_create_products.sql"), sources[0].Rollback!.Path);
        Assert.Equal(project.At("verify/0001_create_products.sql"), sources[0].Verify!.Path);
        Assert.Null(sources[1].Rollback);
        Assert.Null(sources[1].Verify);
    }

    [Theory]
    [InlineData("migrations/V0001.A.up.sql", "migrations/V0001.A.down.sql")]
    [InlineData("migrations/1-a-up.sql", "migrations/1-a-down.sql")]
    [InlineData("migrations/1_a_UP.sql", "migrations/1_a_down.sql")]
    [InlineData("migrations/1_a.sql", "migrations/1_a_down.sql")]
    [InlineData("migrations/1.a.sql", "migrations/1.a.rollback.sql")]
    [InlineData("migrations/a.deploy.sql", "migrations/a.revert.sql")]
    [InlineData("migrations/up/1_a.sql", "migrations/down/1_a.sql")]
    [InlineData("migrations/deploy/1_a.sql", "migrations/revert/1_a.sql")]
    [InlineData("migrations/1_a.sql", "rollback/1_a.down.sql")]
    [InlineData("migrations/1_a.sql", "rollback/1_a_rollback.sql")]
    [InlineData("migrations/up/1_a.up.sql", "migrations/down/1_a.down.sql")]
    public void What_goes_down_is_the_rollback_and_never_a_migration(string up, string down)
    {
        using var project = new TempProject(files: [up, down]);
        var source = Assert.Single(project.Catalog().Sources);
        Assert.Equal((project.At(up), project.At(down)), (source.Up.Path, source.Rollback?.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-- DROP TABLE products;\n")]
    [InlineData("\r\n/* a /* nested */ DROP TABLE products; */ ;\n-- end")]
    public void A_rollback_of_nothing_but_comments_counts_as_missing(string text)
    {
        using var project = new TempProject(files: ["migrations/1_a.sql"]);
        project.Write("rollback/1_a.sql", text).Write("verify/1_a.sql", text);
        var source = Assert.Single(project.Catalog().Sources);
        Assert.Null(source.Rollback);
        Assert.Null(source.Verify);
        Assert.Equal(project.At("rollback/1_a.sql"), source.EmptyRollbackPath);
    }

    [Theory]
    [InlineData("/* never closed")]
    [InlineData("-- c\n/* c */ DROP TABLE x")]
    public void A_rollback_with_a_statement_or_a_mistake_counts(string text)
    {
        using var project = new TempProject(files: ["migrations/1_a.sql"]);
        project.Write("rollback/1_a.sql", text);
        Assert.NotNull(Assert.Single(project.Catalog().Sources).Rollback);
    }

    public static TheoryData<string[], string, string> Refusals => new()
    {
        { ["migrations/0001_a.sql", "migrations/1_b.sql"], "MigrationDuplicate", "migrations/0001_a.sql and migrations/1_b.sql" },
        { ["migrations/1_a.up.sql", "migrations/01_b.up.sql"], "MigrationDuplicate", "migrations/01_b.up.sql and migrations/1_a.up.sql" },
        { ["migrations/V1__a.sql", "migrations/V1.0__b.sql"], "MigrationDuplicate", "V1.0__b.sql and migrations/V1__a.sql" },
        { ["migrations/1_a.sql", "migrations/create_more.sql"], "MigrationNameInvalid", "migrations/create_more.sql does not have the form" },
        { ["migrations/1_a.sql", "rollback/1_b.sql"], "RollbackWithoutMigration", "Did you mean it for 1_a?" },
        { ["migrations/1_a.sql", "verify/1_b.sql"], "VerifyWithoutMigration", "Did you mean it for 1_a?" },
        { ["migrations/1_a.sql", "rollback/1_a.sql", "rollback/1_a_down.sql"], "MigrationDuplicate", "1_a has two rollback scripts" },
        { ["migrations/V1__a.sql", "migrations/U2__b.sql"], "RollbackWithoutMigration", "migrations/U2__b.sql" },
        { ["migrations/20240101000000_a/up.sql", "migrations/20240102000000_b/down.sql"], "RollbackWithoutMigration", "20240102000000_b/down.sql" },
        { ["migrations/V1__a.sql", "migrations/1_a.up.sql"], "MigrationLayoutAmbiguous", "golang-migrate, flyway" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_has_no_clear_order_or_pair_is_refused_by_name(string[] files, string id, string message)
    {
        using var project = new TempProject(files: files);
        var error = Assert.Throws<DbSafetyException>(project.Catalog);
        Assert.Equal((id, ErrorKind.InvalidProject), (error.Id, error.Kind));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.NextStep);
        Assert.NotNull(error.Script);
    }

    [Fact]
    public void What_is_seen_and_not_run_is_told()
    {
        using var project = new TempProject(files: ["migrations/V1__a.sql", "migrations/V1__a.sql.conf", "migrations/beforeMigrate.sql", "migrations/B5__base.sql", "migrations/notes.sql"]);
        project.Write("migrations/V1__a.sql.conf", "executeInTransaction=false\n");
        var catalog = project.Catalog();
        Assert.Equal(["migrations/B5__base.sql", "migrations/beforeMigrate.sql", "migrations/notes.sql"], catalog.Warnings.Select(warning => warning.Split(' ')[0]));
        Assert.True(Assert.Single(catalog.Sources).Up.NoTransaction);
    }

    [Fact]
    public void A_down_script_without_its_up_script_is_told_and_belongs_to_nobody()
    {
        using var project = new TempProject(files: ["migrations/1_a.up.sql", "migrations/1_b.down.sql", "migrations/1_a.down.sql", "migrations/2_c.down.sql"]);
        var catalog = project.Catalog();
        Assert.Equal(project.At("migrations/1_a.down.sql"), Assert.Single(catalog.Sources).Rollback!.Path);
        Assert.Equal(["migrations/1_b.down.sql", "migrations/2_c.down.sql"], catalog.Warnings.Select(warning => warning.Split(' ')[0]));
    }

    [Fact]
    public void A_missing_folder_is_told_with_its_path()
    {
        using var project = new TempProject("version: 1\nmigrations: { folder: elsewhere }\n");
        var error = Assert.Throws<DbSafetyException>(project.Catalog);
        Assert.Equal("MigrationsFolderMissing", error.Id);
        Assert.Contains(project.At("elsewhere"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_that_is_named_is_taken_whatever_the_files_look_like()
    {
        using var project = new TempProject("version: 1\nmigrations: { layout: dbup }\n", "migrations/10_b.sql", "migrations/2_a.sql");
        Assert.Equal(["10_b", "2_a"], project.Catalog().Sources.Select(source => source.Id));
    }

    [Fact]
    public void A_rollback_beside_another_tools_files_stands_in_the_rollback_folder()
    {
        using var project = new TempProject(files: ["migrations/20240102000000_b/migration.sql", "rollback/20240102000000_b.sql"]);
        Assert.Equal(project.At("rollback/20240102000000_b.sql"), Assert.Single(project.Catalog().Sources).Rollback!.Path);
    }

    [Fact]
    public void Hundreds_of_files_are_read()
    {
        using var project = new TempProject(files: [.. Enumerable.Range(1, 600).Select(i => $"migrations/{i}_step.sql")]);
        var sources = project.Catalog().Sources;
        Assert.Equal(Enumerable.Range(1, 600).Select(i => $"{i}_step"), sources.Select(source => source.Id));
    }

    [Theory]
    [InlineData("2", "10", -1)]
    [InlineData("007", "7", 0)]
    [InlineData("1.0", "1", 0)]
    [InlineData("1.2", "1.10", -1)]
    [InlineData("0", "00", 0)]
    [InlineData("0", "1", -1)]
    [InlineData("99999999999999999999", "100000000000000000000", -1)]
    public void Versions_compare_as_numbers(string left, string right, int order)
    {
        var (a, b) = (MigrationVersion.Numeric(left), MigrationVersion.Numeric(right));
        Assert.Equal(order, Math.Sign(a.CompareTo(b)));
        Assert.Equal(-order, Math.Sign(b.CompareTo(a)));
        Assert.Equal(order == 0, a == b);
        Assert.Equal(order == 0, a.Identity == b.Identity);
    }
}
