using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class NewSafeMigrationTests
{
    [Fact]
    public async Task The_first_migration_is_a_trio_with_four_digits()
    {
        using var project = new TempProject();
        var made = await RunAsync(project, "Add price to products!");
        Assert.Equal("0001_add_price_to_products", made.Id);
        Assert.Equal([project.At("migrations/0001_add_price_to_products.sql"), project.At("rollback/0001_add_price_to_products.sql"), project.At("verify/0001_add_price_to_products.sql")],
            [made.Up, made.Rollback, made.Verify]);
        Assert.Contains("Add price to products!", File.ReadAllText(made.Up), StringComparison.Ordinal);
        Assert.True(File.ReadAllText(made.Rollback).EndsWith('\n'));
    }

    [Fact]
    public async Task A_rollback_that_nobody_wrote_counts_as_missing()
    {
        using var project = new TempProject();
        await RunAsync(project, "a");
        var source = Assert.Single(project.Catalog().Sources);
        Assert.Null(source.Rollback);
        Assert.Null(source.Verify);
        Assert.NotNull(source.EmptyRollbackPath);
    }

    public static TheoryData<string, string, string> Numbers => new()
    {
        // An existing file, the new migration's id and its up file. The clock stands at 2026-11-22 10:11:12.345.
        { "migrations/0009_x.sql", "0010_do_it", "migrations/0010_do_it.sql" },
        { "migrations/99_x.sql", "100_do_it", "migrations/100_do_it.sql" },
        { "migrations/20240101000000_x.sql", "20261122101112_do_it", "migrations/20261122101112_do_it.sql" },
        { "migrations/20990101000000_x.sql", "20990101000001_do_it", "migrations/20990101000001_do_it.sql" },
        { "migrations/000007_x.up.sql", "000008_do_it", "migrations/000008_do_it.up.sql" },
        { "migrations/1700000000_x.up.sql", "1795342272_do_it", "migrations/1795342272_do_it.up.sql" },
        { "migrations/V1_9__x.sql", "V1_10__do_it", "migrations/V1_10__do_it.sql" },
        { "migrations/R__x.sql", "V1__do_it", "migrations/V1__do_it.sql" },
        { "migrations/20240101000000_x/migration.sql", "20261122101112_do_it", "migrations/20261122101112_do_it/migration.sql" },
        { "migrations/1700000000000_x/up.sql", "1795342272345_do_it", "migrations/1795342272345_do_it/up.sql" },
        { "migrations/Script0001.sql", "Script0001_do_it", "migrations/Script0001_do_it.sql" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task The_next_number_is_of_the_kind_of_those_that_are_there(string existing, string id, string up)
    {
        using var project = new TempProject(files: [existing]);
        var made = await RunAsync(project, "Do it");
        Assert.Equal((id, project.At(up)), (made.Id, made.Up));
        Assert.All([made.Up, made.Rollback, made.Verify], path => Assert.True(File.Exists(path)));
        var catalog = project.Catalog();
        Assert.Equal(id, catalog.Sources.Last(source => source.Repeats == Engine.Projects.Layouts.RepeatableKind.Once).Id);
    }

    [Theory]
    [InlineData("-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n", "-- migrate:down")]
    [InlineData("-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n", "-- +goose Down")]
    [InlineData("-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;\n", "-- Down Migration")]
    public async Task Where_one_file_holds_both_the_new_one_does_too(string existing, string mark)
    {
        using var project = new TempProject().Write("migrations/20240101000000_x.sql", existing);
        var made = await RunAsync(project, "Do it");
        Assert.Equal(made.Up, made.Rollback);
        Assert.Contains(mark, File.ReadAllText(made.Up), StringComparison.Ordinal);
        Assert.Equal(2, project.Catalog().Sources.Count);
    }

    [Theory]
    [InlineData("Größe der 価格 ändern", "0001_größe_der_価格_ändern")]
    [InlineData("  drop;table--x  ", "0001_drop_table_x")]
    public async Task Names_keep_letters_of_any_script(string description, string id)
    {
        using var project = new TempProject();
        Assert.Equal(id, (await RunAsync(project, description)).Id);
    }

    [Fact]
    public async Task A_description_over_several_lines_stays_a_comment()
    {
        using var project = new TempProject();
        var made = await RunAsync(project, "harmless\nDROP TABLE products;");
        Assert.All(File.ReadAllLines(made.Up), line => Assert.True(line.Length == 0 || line.StartsWith("--", StringComparison.Ordinal), line));
    }

    [Theory]
    [InlineData("!!!", "DescriptionInvalid")]
    [InlineData("", "DescriptionInvalid")]
    public async Task A_description_without_words_is_refused(string description, string id)
    {
        using var project = new TempProject();
        Assert.Equal(id, (await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(project, description))).Id);
    }

    [Fact]
    public async Task A_very_long_description_makes_a_name_that_file_systems_take()
    {
        using var project = new TempProject();
        Assert.True((await RunAsync(project, string.Join(' ', Enumerable.Repeat("word", 100)))).Id.Length < 100);
        Assert.True((await RunAsync(project, new string('x', 500))).Id.Length < 100);
    }

    [Fact]
    public async Task Sqitchs_plan_is_left_to_Sqitch()
    {
        using var project = new TempProject(files: ["sqitch.plan"]);
        project.Write("sqitch.plan", "%project=x\n");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(project, "Do it"));
        Assert.Equal("MigrationLayoutForeign", error.Id);
        Assert.Contains("sqitch add do_it", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_file_is_not_overwritten()
    {
        using var project = new TempProject();
        project.Write("verify/notes.txt", "").Write("migrations/0001_x.sql", "SELECT 1;");
        Directory.CreateDirectory(project.At("migrations/0002_do_it.sql"));
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(project, "Do it"));
        Assert.Equal("SELECT 1;", project.Read("migrations/0001_x.sql"));
    }

    [Fact]
    public async Task Under_WhatIf_nothing_is_made()
    {
        using var project = new TempProject();
        project.Host.Confirms = false;
        await new NewSafeMigrationOperation().RunAsync(new NewSafeMigrationOptions { Description = "Do it" }, project.Host, default);
        Assert.Empty(project.Catalog().Sources);
        Assert.Equal(["migrations/0001_do_it.sql", "rollback/0001_do_it.sql", "verify/0001_do_it.sql"], Assert.Single(project.Host.Confirmations).Detail);
    }

    private static async Task<MigrationFiles> RunAsync(TempProject project, string description)
    {
        project.Host.Time = new FixedTime(new DateTimeOffset(2026, 11, 22, 10, 11, 12, 345, TimeSpan.Zero));
        await new NewSafeMigrationOperation().RunAsync(new NewSafeMigrationOptions { Description = description }, project.Host, default);
        return project.Host.ResultsOf<MigrationFiles>()[^1];
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
