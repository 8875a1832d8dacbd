using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>The table of attacks: each is refused, with an error id of its own, and changes nothing.</summary>
public sealed class AttackTests
{
    [Theory]
    [InlineData("migrations", "CREATE TABLE a (y int)", "migrations[0].bytes.up")]
    [InlineData("migrations", "CREATE TABLE a (x int)\n", "migrations[0].bytes.up")]
    [InlineData("rollback", "DROP TABLE a ", "migrations[0].bytes.rollback")]
    [InlineData("verify", "SELECT true -- x", "migrations[0].bytes.verify")]
    public async Task One_byte_of_a_script_that_changes_after_the_approval_is_refused_by_its_field(string folder, string text, string field)
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        bench.Project.Write(folder, "0001_a", text);
        var error = await RefusedAsync(bench, "ApprovedPlanChanged");
        Assert.Contains(error.Detail, line => line.StartsWith(field, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_schema_that_changes_after_the_approval_is_refused()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        await bench.Project.Database.ExecuteAsync("CREATE TABLE other ()");
        Assert.Contains((await RefusedAsync(bench, "ApprovedPlanChanged")).Detail, line => line.StartsWith("fingerprint", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_limit_that_changes_after_the_approval_is_refused()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        bench.Configure("backup: { required: false }", "limits: { lockTimeout: 9s }\n    backup: { required: false }");
        Assert.Contains((await RefusedAsync(bench, "ApprovedPlanChanged")).Detail, line => line.StartsWith("limits.lockTimeoutMs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_that_changes_after_the_approval_is_refused()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        bench.Configure("roles: [reader]", "roles: [dba]");
        await RefusedAsync(bench, "ApprovalPolicyChanged");
    }

    [Fact]
    public async Task A_key_that_changes_after_the_approval_changes_the_policy()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        File.Copy(Path.ChangeExtension(bench.KeyPath("mallory"), ".pub.pem"), Path.ChangeExtension(bench.KeyPath("oscar"), ".pub.pem"), overwrite: true);
        await RefusedAsync(bench, "ApprovalPolicyChanged");
    }

    [Fact]
    public async Task An_approval_of_one_target_is_none_of_another()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await using var other = await TestDatabase.CreateAsync(18);
        bench.Configure("  main:\n", "  other: { environment: production, connectionVariable: OTHER_DATABASE }\n  main:\n");
        bench.Project.Variables["OTHER_DATABASE"] = other.ConnectionString;
        await bench.SubmitAsync(options => options.Target = "main");
        await bench.ApproveAsync("ada");
        Assert.Equal("ApprovalOtherTarget", (await bench.Project.MigrateFailsAsync(options => options.Target = "other")).Id);
        Assert.False(await other.ScalarAsync<bool>("SELECT to_regclass('a') IS NOT NULL"));
    }

    [Fact]
    public async Task An_approval_is_not_replayed_even_after_a_run_that_failed_or_where_its_note_was_removed()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        bench.Project.With("0001_a", "CREATE TABLE a (x int); SELECT 1 / 0", "DROP TABLE a");
        await bench.ApprovedAsync();
        Assert.Equal(ErrorKind.FailedRolledBack, (await bench.Project.MigrateFailsAsync()).Kind);
        await RefusedAsync(bench, "ApprovalUsed");
        File.Delete(bench.Files("*.used-*.json").Single());
        await RefusedAsync(bench, "ApprovalUsed");
    }

    [Fact]
    public async Task A_restored_database_that_forgot_the_run_does_not_make_the_approval_good_again()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        bench.Project.With("0001_a", "CREATE TABLE a (x int); SELECT 1 / 0", "DROP TABLE a");
        await bench.ApprovedAsync();
        await bench.Project.MigrateFailsAsync();
        await bench.Project.Database.ExecuteAsync("DROP SCHEMA dbsafety CASCADE");
        await RefusedAsync(bench, "ApprovalUsed");
    }

    [Fact]
    public async Task A_journal_that_lost_its_last_rows_since_the_request_is_refused()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        await bench.Project.MigrateAsync();
        bench.Project.With("0002_b", "CREATE TABLE b ()", "DROP TABLE b");
        await bench.ApprovedAsync();
        await bench.Project.Database.ExecuteAsync(
            "ALTER TABLE dbsafety.journal DISABLE TRIGGER ALL; DELETE FROM dbsafety.journal WHERE position >= (SELECT max(position) - 3 FROM dbsafety.journal); ALTER TABLE dbsafety.journal ENABLE TRIGGER ALL");
        Assert.Equal("ApprovalJournalCut", (await bench.Project.MigrateFailsAsync()).Id);
        Assert.False(await bench.Project.ExistsAsync("b"));
    }

    [Fact]
    public async Task An_approval_expires_after_a_day_and_in_an_emergency_after_half_an_hour()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        bench.Project.Time = new MovedTime(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        await RefusedAsync(bench, "ApprovalExpired");

        await using var other = await ApprovalBench.CreateAsync();
        await other.SubmitAsync(options => options.Emergency = true);
        await other.ApproveAsync("ada");
        other.Project.Time = new MovedTime(TimeSpan.FromMinutes(31));
        await RefusedAsync(other, "ApprovalExpired");
    }

    [Fact]
    public async Task A_request_that_has_expired_is_not_signed_either()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        var plan = await bench.SubmitAsync();
        bench.Project.Time = new MovedTime(TimeSpan.FromHours(25));
        Assert.Equal("ApprovalExpired", (await bench.ApproveFailsAsync("ada", options => options.Plan = plan.Plan)).Id);
        Assert.Empty(bench.Files("*.decision-*.json"));
    }

    [Fact]
    public async Task No_approver_can_make_an_approval_last_longer_than_the_policy_allows()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.PlantAsync(await bench.SubmitAsync(), "ada", "ada", "x", statement => statement with { NotAfter = statement.NotAfter.AddYears(1) });
        bench.Project.Time = new MovedTime(TimeSpan.FromHours(25));
        await RefusedAsync(bench, "ApprovalExpired");
    }

    [Theory]
    [InlineData("lost", "ada", "ApprovalKeyRevoked")]
    [InlineData("old", "bob", "ApprovalKeyNotValid")]
    [InlineData("oscar", "oscar", "ApproverLacksRole")]
    [InlineData("tester", "tester", "ApproverIsRequester")]
    [InlineData("mallory", "ada", "ApprovalSignatureInvalid")]
    [InlineData("oscar", "ada", "ApprovalSignatureInvalid")]
    public async Task A_decision_that_was_put_there_past_the_command_does_not_count(string key, string person, string id)
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.PlantAsync(await bench.SubmitAsync(), key, person, "x");
        await RefusedAsync(bench, id);
    }

    [Theory]
    [InlineData("lost", "ApprovalKeyRevoked")]
    [InlineData("old", "ApprovalKeyNotValid")]
    [InlineData("oscar", "ApproverLacksRole")]
    [InlineData("tester", "ApproverIsRequester")]
    [InlineData("mallory", "ApproverUnknown")]
    public async Task The_command_itself_refuses_what_would_not_count(string key, string id)
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.SubmitAsync();
        Assert.Equal(id, (await bench.ApproveFailsAsync(key)).Id);
        Assert.Empty(bench.Files("*.decision-*.json"));
    }

    [Fact]
    public async Task Two_keys_of_one_person_are_one_person()
    {
        await using var bench = await ApprovalBench.CreateAsync("    backup: { required: false }\n    approvals: { firstModification: none, productionDeployment: { how: signed, people: 2 } }");
        var plan = await bench.ApprovedAsync("ada");
        await bench.PlantAsync(plan, "ada2", "ada", "twice");
        Assert.Contains("2 signatures of 1 people are 1", (await RefusedAsync(bench, "ApprovalNeedsMorePeople")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_nobody_signed_is_refused_where_the_policy_wants_to_know_who_asked()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        Assert.Equal("SigningKeyNeeded", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.SubmitAsync(options => options.Key = null))).Id);
        await bench.SubmitAsync();
        // The signature is cut off, so that the account in it could be anybody's.
        var path = bench.Files("*.request-*.json").Single();
        var envelope = Dsse.Read(await File.ReadAllBytesAsync(path), path);
        await File.WriteAllTextAsync(path, (envelope with { Signatures = [] }).Write());

        // No approver signs in vain, and a decision that is there all the same does not count.
        var status = await bench.StatusAsync();
        Assert.Equal(PlanApprovalState.Invalid, status.State);
        Assert.Equal("RequestNotSigned", (await bench.ApproveFailsAsync("ada", options => options.Plan = status.Plan)).Id);
        Assert.Empty(bench.Files("*.decision-*.json"));
        await bench.PlantAsync(status, "ada", "ada", "x");
        await RefusedAsync(bench, "RequestNotSigned");
    }

    [Fact]
    public async Task A_cut_envelope_is_refused()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        var path = bench.Files("*.decision-*.json").Single();
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^40]);
        await RefusedAsync(bench, "ApprovalEnvelopeInvalid");
    }

    [Fact]
    public async Task A_changed_decision_is_refused()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync();
        await ChangeAsync(bench.Files("*.decision-*.json").Single(), statement => statement with { NotAfter = statement.NotAfter.AddHours(-1) });
        await RefusedAsync(bench, "ApprovalSignatureInvalid");
    }

    [Fact]
    public async Task Signatures_that_are_exchanged_between_envelopes_are_refused()
    {
        await using var bench = await ApprovalBench.CreateAsync("    backup: { required: false }\n    approvals: { firstModification: none, productionDeployment: { how: signed, people: 2 } }");
        await bench.ApprovedAsync("ada", "bob");
        var files = bench.Files("*.decision-*.json");
        var envelopes = files.Select(path => Dsse.Read(File.ReadAllBytes(path), path)).ToList();
        await File.WriteAllTextAsync(files[0], (envelopes[0] with { Signatures = envelopes[1].Signatures }).Write());
        await File.WriteAllTextAsync(files[1], (envelopes[1] with { Signatures = envelopes[0].Signatures }).Write());
        await RefusedAsync(bench, "ApprovalSignatureInvalid");
    }

    [Fact]
    public async Task A_decision_on_another_plan_is_none_on_this_one()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.PlantAsync(await bench.SubmitAsync(), "ada", "ada", "x", statement => statement with { Plan = "sha256:" + new string('0', 64) });
        await RefusedAsync(bench, "ApprovalOtherTarget");
    }

    [SkippableFact]
    public async Task A_link_that_is_swapped_between_check_and_use_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        await using var bench = await ApprovalBench.CreateAsync("    backup: { required: false }\n    approvals: { firstModification: none, productionDeployment: prompt }");
        var script = bench.Project.PathOf("migrations", "0001_a");
        var (good, bad) = (Path.Combine(bench.Project.Folder, "good.sql"), Path.Combine(bench.Project.Folder, "bad.sql"));
        await File.WriteAllTextAsync(good, "CREATE TABLE a (x int)");
        await File.WriteAllTextAsync(bad, "CREATE TABLE stolen (x int)");
        Link(script, good);
        bench.Project.Answer = _ =>
        {
            Link(script, bad);
            return "main";
        };
        Assert.Equal("ApprovedFileSwapped", (await bench.Project.MigrateFailsAsync()).Id);
        Assert.False(await bench.Project.ExistsAsync("stolen"));
        Assert.False(await bench.Project.ExistsAsync("a"));
    }

    [Fact]
    public async Task An_altered_plan_file_cannot_be_signed()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.SubmitAsync();
        var path = bench.PlanFile;
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("CREATE TABLE a (x int)", "CREATE TABLE a (y int)", StringComparison.Ordinal));
        Assert.Equal("PlanFileAltered", (await bench.ApproveFailsAsync("ada", options => options.Plan = path)).Id);
    }

    private static void Link(string path, string to)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, to);
    }

    private static async Task ChangeAsync(string path, Func<DecisionStatement, DecisionStatement> change)
    {
        var envelope = Dsse.Read(await File.ReadAllBytesAsync(path), path);
        await File.WriteAllTextAsync(path, (envelope with { Payload = change(DecisionStatement.Read(envelope.Payload)).ToBytes() }).Write());
    }

    private static async Task<DbSafetyException> RefusedAsync(ApprovalBench bench, string id)
    {
        var error = await bench.Project.MigrateFailsAsync();
        Assert.Equal((id, ErrorKind.NotApproved, ExitCode.NotApproved), (error.Id, error.Kind, error.ExitCode));
        Assert.NotNull(error.NextStep);
        Assert.False(await bench.Project.ExistsAsync("a"));
        return error;
    }
}
