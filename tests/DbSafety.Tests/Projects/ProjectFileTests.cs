using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Projects;
using Xunit;

namespace DbSafety.Tests.Projects;

public sealed class ProjectFileTests
{
    [Fact]
    public void A_full_file_is_read()
    {
        var configuration = Parse("""
            version: 1
            name: Hillside farm
            defaultTarget: dev
            targets:
              dev:
                environment: development
                connection: postgres://localhost:5432/farm
              live:
                environment: production
                connectionVariable: FARM_LIVE
                passwordVariable: FARM_PASSWORD
            environments:
              production:
                approvals: { firstModification: none }
                backup: { maxBytes: 10GB }
                limits: { lockTimeout: 500ms, statementTimeout: none, deadline: 10min }
              nightly:
                production: true
                rollback: { required: false }
            migrations:
              layout: goose
              folder: ../db
            backups: { folder: /var/backups }
            checks:
              - name: products
                sql: SELECT true
              - { name: shop, http: "http://localhost:1/health", status: 204, contains: ok, timeout: 1.5s, attempts: 2 }
            """);

        Assert.Equal("Hillside farm", configuration.Name);
        Assert.Equal("dev", configuration.DefaultTarget);
        Assert.Equal(["dev", "live"], configuration.Targets.Select(target => target.Name));
        Assert.Equal("FARM_LIVE", configuration.Targets[1].ConnectionVariable);
        var production = configuration.PolicyOf("production");
        Assert.True(production.IsProduction);
        Assert.Equal(ApprovalMode.None, production.Approvals.FirstModification.Mode);
        Assert.Equal(ApprovalMode.Signed, production.Approvals.ProductionDeployment.Mode);
        Assert.Equal(ApprovalMode.Signed, configuration.PolicyOf("nightly").Approvals.ProductionDeployment.Mode);
        Assert.Equal(10L << 30, production.Backup.MaxBytes);
        Assert.Equal(TimeSpan.FromMilliseconds(500), production.Limits.LockTimeout);
        Assert.Equal(TimeSpan.Zero, production.Limits.StatementTimeout);
        Assert.Equal(TimeSpan.FromMinutes(10), production.Limits.Deadline);
        Assert.True(configuration.PolicyOf("nightly").IsProduction);
        Assert.False(configuration.PolicyOf("nightly").RollbackRequired);
        Assert.Equal(("goose", "../db"), (configuration.Migrations.Layout, configuration.Migrations.Folder));
        Assert.Equal("SELECT true", Assert.IsType<SqlCheck>(configuration.Checks[0]).Sql);
        Assert.Equal(new HttpCheck("shop", new Uri("http://localhost:1/health"), 204, "ok", TimeSpan.FromSeconds(1.5), 2), configuration.Checks[1]);
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public void Without_a_word_about_it_every_approval_is_asked_and_every_backup_is_proven()
    {
        foreach (var environment in new[] { "development", "staging", "production", "undeclared" })
        {
            var policy = Parse("version: 1").PolicyOf(environment);
            var approvals = policy.Approvals;
            Assert.Equal((ApprovalMode.Prompt, ApprovalMode.Prompt, ApprovalMode.Prompt), (approvals.FirstModification.Mode, approvals.MajorMigration.Mode, approvals.AfterRollback.Mode));
            // Production takes a signature by somebody other than who asked, and it is known who that is.
            Assert.Equal((environment == "production" ? ApprovalMode.Signed : ApprovalMode.Prompt, environment == "production"), (approvals.ProductionDeployment.Mode, approvals.SignedRequests));
            Assert.Null(approvals.BreakGlass);
            Assert.Equal(new BackupPolicy(true, true, null), policy.Backup);
            Assert.True(policy.RollbackRequired);
            Assert.Equal(environment == "production", policy.IsProduction);
        }
    }

    public static TheoryData<string, string, int, int, string> Mistakes => new()
    {
        // The file, the error's id, its line and column, and what its message holds.
        { "version: 1\ntarget:\n  dev: {}", "ProjectKeyUnknown", 2, 1, "Did you mean 'targets'?" },
        { "version: 1\ntargets:\n  dev:\n    enviroment: staging\n    connection: Host=x", "ProjectKeyUnknown", 4, 5, "'enviroment' is not a key in targets.dev. Did you mean 'environment'?" },
        { "version: 1\ntargets:\n  dev:\n    environment: stagin\n    connection: Host=x", "ProjectValueInvalid", 4, 18, "Did you mean 'staging'?" },
        { "version: 1\nenvironments:\n  production:\n    limits:\n      lock_timeout: 2s", "ProjectKeyUnknown", 5, 7, "Did you mean 'lockTimeout'?" },
        { "version: 1\nenvironments:\n  production:\n    limits:\n      lockTimeout: 2", "ProjectValueInvalid", 5, 20, "must be a time such as 500ms" },
        { "version: 1\nenvironments:\n  production:\n    limits:\n      lockTimeout: none", "ProjectValueInvalid", 5, 20, "must be a time such as 500ms" },
        { "version: 1\nenvironments:\n  production:\n    limits: [2s]", "ProjectValueInvalid", 4, 13, "must be a group of keys, not a list" },
        { "version: 1\nenvironments:\n  production:\n    production: false", "ProjectValueInvalid", 4, 17, "cannot be said not to be" },
        { "version: 1\nenvironments:\n  prodution: {}", "ProjectValueInvalid", 3, 3, "Did you mean 'production'?" },
        { "version: 1\nenvironments:\n  staging:\n    approvals: { firstModification: maybe }", "ProjectValueInvalid", 4, 37, "must be one of prompt, none, signed, not 'maybe'" },
        { "version: 1\nenvironments:\n  staging:\n    approvals: { majorMigration: { how: prompt, people: 2 } }", "ProjectValueInvalid", 4, 57, "which only signatures show" },
        { "version: 1\napprovals:\n  people:\n    ada: { role: dba }", "ProjectKeyUnknown", 4, 12, "Did you mean 'roles'?" },
        { "version: 1\napprovals:\n  people:\n    ada: { keys: [{ key: a.pem, until: tomorrow }] }", "ProjectValueInvalid", 4, 40, "must be a day or a moment" },
        { "version: 1\nenvironments:\n  staging:\n    backup: { required: yes }", "ProjectValueInvalid", 4, 25, "must be true or false, not 'yes'" },
        { "version: 1\nenvironments:\n  staging:\n    backup: { required: false, prove: true }", "ProjectValueInvalid", 4, 39, "where no backup is required" },
        { "version: 1\nname: a\nname: b", "ProjectKeyDuplicate", 3, 1, "first in line 2" },
        { "version: 1\ntargets:\n  dev: {}\n  dev: {}", "ProjectKeyDuplicate", 4, 3, "'dev' is given twice" },
        { "version: 1\nname: &a x", "ProjectFileForm", 2, 7, "anchor" },
        { "version: 1\nname: *a", "ProjectFileForm", 2, 7, "alias" },
        { "version: 1\nname: !!str x", "ProjectFileForm", 2, 7, "tag" },
        { "version: 1\n---\nversion: 1", "ProjectFileForm", 2, 1, "second document" },
        { "version: 1\n? [a, b]\n: c", "ProjectFileForm", 2, 3, "not a plain name" },
        { "version: 1\nname: \"open", "ProjectFileMalformed", 2, 7, "not well-formed YAML" },
        { "version: 1\n\tname: x", "ProjectFileMalformed", 2, 1, "indented by a tab" },
        { "name: x", "ProjectValueInvalid", 1, 1, "version is missing" },
        { "version: 2", "ProjectValueInvalid", 1, 10, "version must be 1" },
        { "- a", "ProjectValueInvalid", 1, 1, "must be a group of keys, not a list" },
        { "", "ProjectValueInvalid", 1, 1, "version is missing" },
        { "version: 1\ndefaultTarget: live\ntargets:\n  dev: { environment: development, connection: Host=x }", "ProjectValueInvalid", 2, 16, "not declared" },
        { "version: 1\ntargets:\n  dev: { environment: development }", "ProjectValueInvalid", 3, 3, "targets.dev has no connection" },
        { "version: 1\ntargets:\n  dev: { environment: development, connection: Host=x, connectionFile: y }", "ProjectValueInvalid", 3, 72, "one is wanted" },
        { "version: 1\ntargets:\n  dev: { environment: development, connectionVariable: $FARM }", "ProjectValueInvalid", 3, 56, "name of an environment variable" },
        { "version: 1\ntargets:\n  dev: { environment: development, connection: 'postgres://${USER}@h/d' }", "ProjectValueInvalid", 3, 48, "not replaced here" },
        { "version: 1\ntargets:\n  dev: { environment: development, connection: 'Hots=x' }", "ProjectValueInvalid", 3, 48, "neither an Npgsql connection string nor" },
        { "version: 1\ntargets:\n  dev: postgres://u:secret@h/d", "ProjectValueInvalid", 3, 8, "must be a group of keys, not a single value" },
        { "version: 1\ntargets:\n  dev:\n    environment: development\n    connection:\n      host: x", "ProjectValueInvalid", 6, 7, "must be a text, not a group of keys" },
        { "version: 1\nmigrations: { layout: golang }", "ProjectValueInvalid", 2, 23, "must be one of auto, dbsafety, sqitch, golang-migrate" },
        { "version: 1\nchecks: { a: b }", "ProjectValueInvalid", 2, 9, "checks must be a list" },
        { "version: 1\nchecks:\n  - name: a", "ProjectValueInvalid", 3, 5, "checks[1] has none of sql" },
        { "version: 1\nchecks:\n  - { name: a, sql: SELECT true, status: 200 }", "ProjectKeyUnknown", 3, 34, "'status' is not a key in checks[1]" },
        { "version: 1\nchecks:\n  - { name: a, http: localhost:8080 }", "ProjectValueInvalid", 3, 22, "must be an http:// or https:// address" },
        { "version: 1\nchecks:\n  - { name: a, http: 'http://h', status: 2000 }", "ProjectValueInvalid", 3, 42, "from 100 to 599" },
        { "version: 1\nchecks:\n  - { name: a, sql: SELECT true }\n  - { name: a, sql: SELECT true }", "ProjectValueInvalid", 3, 3, "Two checks have the name 'a'" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_place_and_the_word_that_was_meant(string yaml, string id, int line, int column, string message)
    {
        var error = Assert.Throws<DbSafetyException>(() => Parse(yaml));
        Assert.Equal((id, ErrorKind.InvalidProject), (error.Id, error.Kind));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal("dbsafety.yaml", Path.GetFileName(error.Script));
        Assert.NotNull(error.State);
        Assert.False(string.IsNullOrWhiteSpace(error.NextStep));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var error = Assert.Throws<DbSafetyException>(() => Parse("version: 1\nnam: x\ntargets:\n  dev: { enviroment: a, connection: Host=x }\n"));
        Assert.Equal(2, error.Line);
        Assert.Equal(2, error.Detail.Count);
        Assert.Contains("line 4, column 10", error.Detail[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: 1\ntargets:\n  dev: { environment: development, connection: 'Hots=x;Password=hunter2' }")]
    [InlineData("version: 1\ntargets:\n  dev: postgres://u:hunter2@h/d")]
    [InlineData("version: 1\ntargets:\n  postgres://u:hunter2@h/d: {}")]
    [InlineData("version: 1\ntargets:\n  dev: { environment: development, connectionVariable: 'postgres://u:hunter2@h/d' }")]
    [InlineData("version: 1\ntargets:\n  dev: { environment: 'postgres://u:hunter2@h/d', connection: Host=x }")]
    [InlineData("version: 1\ntargets:\n  dev:\n    connection=postgres://u:hunter2@h/d\n    x: y")]
    [InlineData("version: 1\ndefaultTarget: 'postgres://u:hunter2@h/d'")]
    [InlineData("version: 1\nchecks:\n  - { name: a, http: 'http://u:hunter2@h/' }")]
    public void No_error_repeats_what_may_be_a_password(string yaml)
    {
        var error = Assert.Throws<DbSafetyException>(() => Parse(yaml));
        Assert.DoesNotContain("hunter2", string.Join('\n', [error.ToString(), error.NextStep, .. error.Detail]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_the_file_gives_a_warning_that_does_not_repeat_it()
    {
        var configuration = Parse("version: 1\ntargets:\n  dev:\n    environment: development\n    connection: postgres://u:hunter2@h/d\n");
        var warning = Assert.Single(configuration.Warnings);
        Assert.Contains("line 5", warning, StringComparison.Ordinal);
        Assert.Contains("passwordVariable", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", warning + configuration + configuration.Targets[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_encodings_are_told_by_name()
    {
        using var project = new TempProject();
        var path = project.At("dbsafety.yaml");
        File.WriteAllText(path, "version: 1\n", Encoding.Unicode);
        Assert.Contains("UTF-16", Id("ProjectFileEncoding").Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, [.. "version: 1\nname: caf"u8, 0xE9, (byte)'\n']);
        Assert.Contains("line 2", Id("ProjectFileEncoding").Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, new byte[2 << 20]);
        Id("ProjectFileTooLarge");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "version: 1\r\nname: café\r\n"u8]);
        Assert.Equal("café", project.Open().Configuration.Name);

        DbSafetyException Id(string id)
        {
            var error = Assert.Throws<DbSafetyException>(project.Open);
            Assert.Equal(id, error.Id);
            return error;
        }
    }

    [Theory]
    [InlineData("version: 1\nname: {0}", 100_000)]
    [InlineData("version: 1\ntargets: {0}", 50)]
    public void Deep_nesting_is_refused_and_not_followed(string form, int depth)
    {
        var error = Assert.Throws<DbSafetyException>(() => Parse(form.Replace("{0}", new string('[', depth) + new string(']', depth), StringComparison.Ordinal)));
        Assert.Equal(("ProjectFileForm", 2), (error.Id, error.Line));
    }

    private static ProjectConfiguration Parse(string yaml) => ProjectFile.Parse(yaml, Path.Combine(Path.GetTempPath(), "farm", "dbsafety.yaml"));
}
