using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Layouts;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class ScriptSectionTests
{
    [Fact]
    public void Dbmates_sections_keep_the_places_of_their_lines()
    {
        var text = "-- a comment\n-- migrate:up transaction:false\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n";
        using var project = new TempProject().Write("migrations/20240101000000_a.sql", text);
        var catalog = project.Catalog();
        Assert.Equal("dbmate", catalog.Layout);
        var source = Assert.Single(catalog.Sources);
        Assert.True(source.Up.NoTransaction);
        Assert.False(source.Rollback!.NoTransaction);
        AssertSelects(source.Up, text, "CREATE TABLE a ();");
        AssertSelects(source.Rollback, text, "DROP TABLE a;");
    }

    [Fact]
    public void Gooses_sections_are_found_with_their_statement_marks_as_comments()
    {
        var text = "-- +goose NO TRANSACTION\r\n-- +goose Up\r\n-- +goose StatementBegin\r\nSELECT 1;\r\n-- +goose StatementEnd\r\n-- +goose Down\r\nSELECT 2;\r\n";
        using var project = new TempProject().Write("migrations/00002_b.sql", text).Write("migrations/10_c.sql", "-- +goose Up\nSELECT 3;\n");
        var catalog = project.Catalog();
        Assert.Equal("goose", catalog.Layout);
        Assert.Equal(["00002_b", "10_c"], catalog.Sources.Select(source => source.Id));
        Assert.True(catalog.Sources[0].Up.NoTransaction);
        Assert.True(catalog.Sources[0].Rollback!.NoTransaction);
        AssertSelects(catalog.Sources[0].Up, text, "-- +goose StatementBegin\r\nSELECT 1;\r\n-- +goose StatementEnd");
        AssertSelects(catalog.Sources[0].Rollback!, text, "SELECT 2;");
        Assert.Null(catalog.Sources[1].Rollback);
    }

    [Fact]
    public void Node_pg_migrates_sections_may_stand_in_any_order()
    {
        var text = "-- Down Migration\nSELECT 2;\n-- Up Migration\nSELECT 1;\n";
        using var project = new TempProject().Write("migrations/1700000000000_a.sql", text).Write("migrations/1700000000001_b.sql", "SELECT 3;\n");
        var sources = project.Catalog().Sources;
        AssertSelects(sources[0].Up, text, "SELECT 1;");
        AssertSelects(sources[0].Rollback!, text, "SELECT 2;");
        AssertSelects(sources[1].Up, "SELECT 3;\n", "SELECT 3;");
        Assert.Null(sources[1].Rollback);
    }

    [Theory]
    [InlineData("sql-migrate", "-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n")]
    [InlineData("sql-migrate", "-- rambler up\nSELECT 1;\n-- rambler down\nSELECT 2;\n")]
    [InlineData("mybatis", "-- // the first\n\nSELECT 1;\n-- //@UNDO\nSELECT 2;\n")]
    [InlineData("tern", "SELECT 1;\n---- create above / drop below ----\nSELECT 2;\n")]
    public void The_marks_of_other_tools_divide_a_file(string layout, string text)
    {
        using var project = new TempProject().Write("migrations/0001_a.sql", text);
        var catalog = project.Catalog();
        Assert.Equal(layout, catalog.Layout);
        var source = Assert.Single(catalog.Sources);
        Assert.Equal(text.Contains("notransaction", StringComparison.Ordinal), source.Up.NoTransaction);
        AssertSelects(source.Rollback!, text, "SELECT 2;");
        Assert.Contains("SELECT 1;", source.Up.Select(text), StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT 2;", source.Up.Select(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Plays_evolutions_keep_their_places_and_lose_their_second_semicolons()
    {
        var text = "# Users\n# --- !Ups\n# about\nCREATE FUNCTION f() RETURNS void AS $$ BEGIN PERFORM 1;; END $$ LANGUAGE plpgsql;\n# --- !Downs\nDROP FUNCTION f;\n";
        using var project = new TempProject().Write("migrations/1.sql", text).Write("migrations/10.sql", "# --- !Ups\nSELECT 1;\n").Write("migrations/2.sql", "# --- !Ups\nSELECT 1;\n");
        var catalog = project.Catalog();
        Assert.Equal("play", catalog.Layout);
        Assert.Equal(["1", "2", "10"], catalog.Sources.Select(source => source.Id));
        var up = catalog.Sources[0].Up.Select(text);
        Assert.Equal(text.Length, up.Length);
        Assert.Equal("CREATE FUNCTION f() RETURNS void AS $$ BEGIN PERFORM 1;  END $$ LANGUAGE plpgsql;", up.Trim());
        AssertSelects(catalog.Sources[0].Rollback!, text, "DROP FUNCTION f;");
    }

    [Fact]
    public void A_comment_in_a_file_of_one_direction_is_no_mark()
    {
        using var project = new TempProject().Write("migrations/1_a.up.sql", "-- Up migration of a\nSELECT 1;\n").Write("migrations/1_a.down.sql", "-- Down migration of a\nSELECT 2;\n");
        Assert.Equal("golang-migrate", project.Catalog().Layout);
    }

    [Fact]
    public void A_tern_file_that_wants_values_put_into_it_is_refused()
    {
        using var project = new TempProject().Write("migrations/1_a.sql", "SELECT 1;\n---- create above / drop below ----\n").Write("migrations/2_b.sql", "{{ template \"x.sql\" . }}\n");
        Assert.Equal("MigrationFormInvalid", Assert.Throws<DbSafetyException>(project.Catalog).Id);
    }

    [Fact]
    public void An_empty_down_section_counts_as_missing()
    {
        using var project = new TempProject().Write("migrations/1_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- later\n");
        var source = Assert.Single(project.Catalog().Sources);
        Assert.Null(source.Rollback);
        Assert.Equal(source.Up.Path, source.EmptyRollbackPath);
    }

    [Theory]
    [InlineData("CREATE TABLE a ();\n-- migrate:up\nSELECT 1;\n", "before the mark")]
    [InlineData("SELECT 1;\n", "mark of the up script is missing")]
    public void Dbmates_files_without_a_clean_beginning_are_refused(string text, string message)
    {
        using var project = new TempProject("version: 1\nmigrations: { layout: dbmate }\n").Write("migrations/1_a.sql", text);
        Assert.Contains(message, Assert.Throws<DbSafetyException>(project.Catalog).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gooses_substitutions_are_refused_and_its_programs_have_their_place()
    {
        using var project = new TempProject().Write("migrations/1_a.sql", "-- +goose Up\n\n-- +goose ENVSUB ON\nSELECT 1;\n");
        var error = Assert.Throws<DbSafetyException>(project.Catalog);
        Assert.Equal(("MigrationFormInvalid", 3), (error.Id, error.Line));
        project.Write("migrations/1_a.sql", "-- +goose Up\nSELECT 1;\n").Write("migrations/2_b.go", "package migrations").Write("migrations/2_b_test.go", "package migrations")
            .Write("migrations/embed.go", "package migrations").Write("migrations/3_c.sql", "-- +goose Up\nSELECT 3;\n");
        Assert.Equal([("1_a", null), ("2_b", "goose"), ("3_c", null)], project.Catalog().Sources.Select(source => (source.Id, source.Up.Program?.Tool)));
    }

    [Fact]
    public void Sqitchs_plan_gives_the_order_and_its_outer_transaction_is_blanked()
    {
        const string Deploy = "-- Deploy shop:users to pg\n\nBEGIN;\n\nCREATE TABLE users ();\n\nCOMMIT;\n";
        using var project = new TempProject(files: ["deploy/users@v1.sql", "deploy/zebra.sql", "deploy/zoo.sql", "revert/users.sql", "verify/users.sql", "deploy/unplanned.sql"])
            .Write("deploy/users.sql", Deploy)
            .Write("sqitch.plan", """
                %syntax-version=1.0.0
                %project=shop

                users 2024-01-01T00:00:00Z A <a@example.org> # users
                zebra [users] 2024-01-02T00:00:00Z A <a@example.org> # z
                @v1 2024-01-03T00:00:00Z A <a@example.org> # first
                zoo 2024-01-03T00:00:00Z A <a@example.org> # between the tags
                @v2 2024-01-03T00:00:00Z A <a@example.org> # the scripts were copied before this one

                users [users@v1] 2024-01-04T00:00:00Z A <a@example.org> # again
                """);
        var catalog = project.Catalog();
        Assert.Equal("sqitch", catalog.Layout);
        Assert.Equal(["users@v1", "zebra", "zoo", "users"], catalog.Sources.Select(source => source.Id));
        Assert.Contains("deploy/unplanned.sql", Assert.Single(catalog.Warnings), StringComparison.Ordinal);
        Assert.True(catalog.Sources[3].VerifyPassesUnlessError);
        Assert.NotNull(catalog.Sources[3].Rollback);
        Assert.Null(catalog.Sources[1].Rollback);
        AssertSelects(catalog.Sources[3].Up, Deploy, "-- Deploy shop:users to pg\n\n      \n\nCREATE TABLE users ();");
    }

    [Theory]
    [InlineData("BEGIN;\nSELECT 1;\nROLLBACK;\n", "SELECT 1;")]
    [InlineData("/* c */ begin work;\nSELECT 1;\n commit transaction ; -- done", "SELECT 1;")]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (a);\n", "CREATE INDEX CONCURRENTLY i ON t (a);")]
    [InlineData("BEGIN;\nSELECT 1;\n", "BEGIN;\nSELECT 1;")]
    [InlineData("SELECT 'BEGIN;';\nCOMMIT;", "SELECT 'BEGIN;';\nCOMMIT;")]
    public void Only_a_whole_pair_is_blanked(string text, string expected)
    {
        var selected = SqitchSection.Instance.Select(text);
        Assert.Equal(text.Length, selected.Length);
        Assert.Equal(expected, selected.Replace("/* c */", "", StringComparison.Ordinal).Replace("-- done", "", StringComparison.Ordinal).Trim());
    }

    private static void AssertSelects(MigrationScript script, string text, string expected)
    {
        var selected = script.Select(text);
        Assert.Equal(text.Length, selected.Length);
        Assert.Equal(expected, selected.Trim());
        // What is there stands where it stood, and no line has moved.
        Assert.All(Enumerable.Range(0, text.Length), i => Assert.True(selected[i] == text[i] || (selected[i] == ' ' && text[i] is not ('\n' or '\r'))));
    }
}
