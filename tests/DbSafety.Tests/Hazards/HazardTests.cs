using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Hazards.Output;
using DbSafety.Engine.Projects;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Hazards;

public sealed class HazardTests
{
    private static readonly IReadOnlyList<MigrationHazard> Three = Judging.Judge(HazardCorpus.Fixture, """
        CREATE INDEX i ON orders (amount);
        -- dbsafety: allow CP01 because nobody reads it
        ALTER TABLE orders DROP COLUMN note;
        CREATE TABLE fresh (id bigint PRIMARY KEY, at timestamp);
        """);

    [Theory]
    [InlineData("CREATE UNIQUE INDEX i ON orders USING btree (lower(note)) WHERE qty > 1", "LK01", "CREATE UNIQUE INDEX CONCURRENTLY i ON orders USING btree (lower(note)) WHERE qty > 1;")]
    [InlineData("ALTER TABLE orders ADD CHECK (amount > 0)", "LK11",
        "ALTER TABLE orders ADD CONSTRAINT orders_check CHECK (amount > 0) NOT VALID;\n-- in the next migration:\nALTER TABLE orders VALIDATE CONSTRAINT orders_check;")]
    [InlineData("ALTER TABLE orders ADD COLUMN buyer bigint REFERENCES customers (id) ON DELETE SET NULL", "LK10",
        "ALTER TABLE orders ADD COLUMN buyer bigint;\nALTER TABLE orders ADD CONSTRAINT orders_buyer_fkey FOREIGN KEY (buyer) REFERENCES customers (id) ON DELETE SET NULL NOT VALID;\n-- in the next migration:\nALTER TABLE orders VALIDATE CONSTRAINT orders_buyer_fkey;")]
    [InlineData("DROP INDEX orders_note_idx", "LK02", "DROP INDEX CONCURRENTLY orders_note_idx;\n-- in a migration of its own")]
    [InlineData("DROP TABLE orders CASCADE", "DS03", "DROP TABLE orders;\n-- PostgreSQL then names what depends on it; drop that by name before it.")]
    [InlineData("ALTER TABLE \"Odd Name\" ADD COLUMN \"select\" int DEFAULT random()", "LK18",
        "ALTER TABLE \"Odd Name\" ADD COLUMN \"select\" int;\nALTER TABLE \"Odd Name\" ALTER COLUMN \"select\" SET DEFAULT random();\n-- fill the old rows in batches, each in a transaction of its own:\nUPDATE \"Odd Name\" SET \"select\" = random() WHERE \"select\" IS NULL AND …;")]
    public void The_safer_form_is_written_out(string sql, string rule, string safer) =>
        Assert.Equal(safer, Judging.Judge(HazardCorpus.Fixture, sql).Single(hazard => hazard.Rule == rule).SaferForm);

    [Fact]
    public void A_small_table_makes_a_warning_of_an_error_and_an_empty_one_a_note()
    {
        Assert.Equal(HazardSeverity.Error, SeverityAt(1L << 40));
        Assert.Equal(HazardSeverity.Warning, SeverityAt(1L << 20));
        Assert.Equal(HazardSeverity.Info, SeverityAt(0));
    }

    [Fact]
    public void What_the_project_sets_is_meant_as_it_stands()
    {
        var policy = new HazardPolicy { Severities = new Dictionary<string, HazardSeverity> { ["LK01"] = HazardSeverity.Error, ["CP14"] = HazardSeverity.Off } };
        Assert.Equal(HazardSeverity.Error, SeverityAt(0, policy));
        Assert.Equal(["LK01"], Judging.Judge(HazardCorpus.Fixture, "CREATE UNIQUE INDEX i ON orders (code)", policy).Select(hazard => hazard.Rule));
    }

    [Theory]
    [InlineData(140003, true)]
    [InlineData(140004, false)]
    [InlineData(130020, false)]
    public void Concurrent_indexes_are_refused_on_the_versions_that_corrupt_them(int version, bool isRefused) => Assert.Equal(isRefused,
        Judging.Judge(Target(1 << 30) with { ServerVersion = version }, Judging.Script("m", "CREATE INDEX CONCURRENTLY i ON t (x)")).Hazards.Any(hazard => hazard.Rule == "LK07"));

    [Fact]
    public void Names_without_a_schema_are_told_where_the_project_asks_for_it()
    {
        var policy = new HazardPolicy { Severities = new Dictionary<string, HazardSeverity> { ["RB04"] = HazardSeverity.Warning } };
        Assert.Equal(["RB04"], Judging.Judge("", "CREATE TABLE t (id bigint PRIMARY KEY)", policy).Select(hazard => hazard.Rule));
        Assert.Empty(Judging.Judge("", "CREATE TABLE app.t (id bigint PRIMARY KEY)", policy));
    }

    [Fact]
    public void With_a_target_what_any_script_of_the_chain_makes_is_new()
    {
        var chain = new[] { Judging.Script("0001", "CREATE TABLE a (id bigint PRIMARY KEY, v text)"), Judging.Script("0002", "CREATE INDEX i ON a (v); ALTER TABLE a ALTER v TYPE jsonb USING v::jsonb; DROP TABLE a;") };
        Assert.Empty(new HazardAnalyzer(new TargetFacts { ServerVersion = 180000 }, Judging.Strict, new LimitPolicy()).Judge(chain));
        Assert.NotEmpty(new HazardAnalyzer(null, Judging.Strict, new LimitPolicy()).Judge(chain));
    }

    [Fact]
    public void Every_rule_says_what_why_and_what_instead() => Assert.All(HazardRules.All, rule =>
    {
        Assert.Matches("^(LK|CP|DS|RB|TY)[0-9]{2}$", rule.Id);
        Assert.True(rule.Title.Length > 3 && rule.Why.EndsWith('.') && rule.Safer.Length > 3, rule.Id);
    });

    [Fact]
    public void Sarif_names_rule_place_fingerprint_and_suppression()
    {
        var run = JsonNode.Parse(HazardDocuments.Write(HazardFormat.Sarif, Three, "/repo").Text)!["runs"]![0]!;
        var results = run["results"]!.AsArray();
        Assert.Equal(3, results.Count);
        Assert.Equal("LK01", (string?)results[0]!["ruleId"]);
        Assert.Equal("LK01", (string?)run["tool"]!["driver"]!["rules"]![(int)results[0]!["ruleIndex"]!]!["id"]);
        Assert.Equal(("error", "note"), ((string?)results[0]!["level"], (string?)results[2]!["level"]));
        Assert.Equal(1, (int)results[0]!["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]!);
        Assert.Equal("nobody reads it", (string?)results[1]!["suppressions"]![0]!["justification"]);
        Assert.Equal(3, results.Select(result => (string)result!["partialFingerprints"]!["dbsafety/v1"]!).Distinct().Count());
    }

    [Fact]
    public void GitHub_gets_a_command_for_each_that_is_not_allowed()
    {
        var lines = HazardDocuments.Write(HazardFormat.GitHub, Three, Directory.GetCurrentDirectory()).Text.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("::error file=0002_migration.sql,line=1,col=1,title=LK01 Index built with writes locked out::", lines[0], StringComparison.Ordinal);
        Assert.Contains("%0ASafer:%0ACREATE INDEX CONCURRENTLY", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("::notice ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void GitLab_gets_a_report_with_a_fingerprint_for_each()
    {
        var entries = JsonNode.Parse(HazardDocuments.Write(HazardFormat.GitLab, Three, Directory.GetCurrentDirectory()).Text)!.AsArray();
        Assert.Equal(["critical", "info"], entries.Select(entry => (string)entry!["severity"]!));
        Assert.Equal("0002_migration.sql", (string?)entries[0]!["location"]!["path"]);
        Assert.Equal(2, entries.Select(entry => (string)entry!["fingerprint"]!).Distinct().Count());
    }

    [Fact]
    public async Task A_migration_with_an_error_is_refused_before_anything_is_changed()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int); INSERT INTO a SELECT generate_series(1, 10)",
            policy: TestProject.Relaxed + "\n    hazards: { LK01: error }");
        project.With("0001_a", "CREATE INDEX i ON a (x)", "DROP INDEX i");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("HazardsFound", ExitCode.Refused, 1), (error.Id, error.ExitCode, error.Line));
        Assert.False(await project.ExistsAsync("i"));

        project.With("0001_a", "-- dbsafety: allow LK01 because the table has ten rows\nCREATE INDEX i ON a (x)", "DROP INDEX i");
        await project.MigrateAsync();
        Assert.True(await project.ExistsAsync("i"));
    }

    [Fact]
    public async Task An_error_on_a_small_table_is_a_warning_and_the_preview_shows_it()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int); INSERT INTO a SELECT generate_series(1, 10)");
        project.With("0001_a", "CREATE INDEX i ON a (x)", "DROP INDEX i");
        var preview = await project.MigrateAsync(options => options.WhatIf = true);
        Assert.Contains("LK01 warning", preview.Migrations[0].Detail, StringComparison.Ordinal);
        await project.MigrateAsync();
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("LK01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_judges_files_without_a_database_and_what_is_pending_with_one()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (id bigint PRIMARY KEY, v text)").With("0002_b", "CREATE INDEX i ON a (v)");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RunAsync(new TestMigrationHazardOptions()));
        Assert.Equal("HazardsFound", error.Id);
        Assert.Equal(("LK01", "0002_b"), project.Host.ResultsOf<MigrationHazard>().Select(hazard => (hazard.Rule, hazard.Migration)).Single());
        Assert.Empty((await project.RunAsync(new TestMigrationHazardOptions { Target = "main" })).ResultsOf<MigrationHazard>());

        var document = (await project.RunAsync(new TestMigrationHazardOptions { Id = ["0001*"], Format = HazardFormat.Sarif })).ResultsOf<TextDocument>().Single();
        Assert.Equal("sarif", document.Format);
    }

    [Fact]
    public void Rules_that_do_not_exist_are_refused_with_the_nearest_one()
    {
        var error = Assert.Throws<DbSafetyException>(() => ProjectFile.Parse("version: 1\nhazards: { LK1: off }\n", "/p/dbsafety.yaml"));
        Assert.Equal(("ProjectKeyUnknown", 2), (error.Id, error.Line));
        Assert.Contains("Did you mean 'LK", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_says_more_than_the_project()
    {
        var configuration = ProjectFile.Parse("version: 1\nhazards: { LK01: off, CP01: error, smallTable: 1MB }\nenvironments: { production: { hazards: { LK01: error } } }\n", "/p/dbsafety.yaml");
        var (production, other) = (configuration.PolicyOf("production").Hazards, configuration.PolicyOf("staging").Hazards);
        Assert.Equal((HazardSeverity.Error, HazardSeverity.Error, HazardSeverity.Off), (production.Severities["LK01"], production.Severities["CP01"], other.Severities["LK01"]));
        Assert.Equal((1L << 20, 1L << 20), (production.SmallTable, other.SmallTable));
    }

    private static HazardSeverity SeverityAt(long bytes, HazardPolicy? policy = null) =>
        Judging.Judge(Target(bytes), Judging.Script("m", "CREATE INDEX i ON t (x)"), policy ?? new HazardPolicy()).Hazards.Single(hazard => hazard.Rule == "LK01").Severity;

    private static TargetFacts Target(long bytes) => new()
    {
        ServerVersion = 180000,
        Tables = [new TableFacts(1, "public", "t", 'r') { Bytes = bytes, Rows = bytes / 100, Columns = [new ColumnFacts("x", "integer", false)] }],
    };
}
