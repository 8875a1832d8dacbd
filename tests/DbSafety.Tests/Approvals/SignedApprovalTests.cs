using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals.Keys;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Approvals;

public sealed class SignedApprovalTests
{
    [Fact]
    public async Task What_somebody_else_has_signed_is_run_once_and_the_journal_keeps_the_signatures()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        var submitted = await bench.SubmitAsync();
        Assert.Equal((PlanApprovalState.Requested, "tester"), (submitted.State, submitted.Requester));
        Assert.Contains(submitted.Content, line => line.Contains("CREATE TABLE a (x int)", StringComparison.Ordinal));
        bench.Project.Answer = _ => "main";
        var approved = await bench.ApproveAsync("ada", options => options.ConfirmTarget = null);
        Assert.Equal((PlanApprovalState.Approved, "ada"), (approved.State, approved.Decisions.Single().Person));
        Assert.Contains(bench.Project.Host.Questions.Single().Detail, line => line.Contains("CREATE TABLE a (x int)", StringComparison.Ordinal));
        bench.Project.Answer = null;

        await bench.Project.MigrateAsync();
        Assert.True(await bench.Project.ExistsAsync("a"));
        Assert.Equal("signed ada tester 2", await bench.Project.Database.ScalarAsync<string>(
            "SELECT concat_ws(' ', detail->>'how', detail->'by'->>0, detail->>'requester', jsonb_array_length(detail->'envelopes')) FROM dbsafety.journal WHERE event = 'approved' AND detail ? 'point'"));
        Assert.Equal(PlanApprovalState.Used, (await bench.StatusAsync()).State);
    }

    [Fact]
    public async Task Without_a_signature_nothing_runs_and_the_error_says_what_an_approver_runs()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        var error = await bench.Project.MigrateFailsAsync(options => options.Force = true);
        Assert.Equal(("ApprovalNeeded", ExitCode.NotApproved), (error.Id, error.ExitCode));
        var plan = Path.GetFileName(bench.PlanFile);
        Assert.Contains($"dbsafety submit plans/{plan}", error.NextStep, StringComparison.Ordinal);
        Assert.Contains($"dbsafety approve plans/{plan} --key KEY.pem", error.NextStep, StringComparison.Ordinal);

        // No answer at a console stands in for a signature.
        bench.Project.Answer = _ => "main";
        Assert.Equal("ApprovalNeeded", (await bench.Project.MigrateFailsAsync()).Id);
        bench.Project.Answer = null;

        // What was written is what can be submitted.
        await bench.SubmitAsync(options => options.Plan = $"plans/{plan}");
        await bench.ApproveAsync("ada", options => options.Plan = plan);
        await bench.Project.MigrateAsync();
    }

    [Fact]
    public async Task As_many_different_people_as_the_policy_says_have_to_sign()
    {
        await using var bench = await ApprovalBench.CreateAsync("    backup: { required: false }\n    approvals: { firstModification: none, productionDeployment: { how: signed, people: 2 } }");
        await bench.ApprovedAsync("ada");
        var error = await bench.Project.MigrateFailsAsync();
        Assert.Equal("ApprovalNeedsMorePeople", error.Id);
        Assert.Contains("ada; 2 different people are needed", error.Message, StringComparison.Ordinal);
        Assert.Equal(PlanApprovalState.Requested, (await bench.StatusAsync()).State);
        await bench.ApproveAsync("bob");
        await bench.Project.MigrateAsync();
    }

    [Fact]
    public async Task One_denial_beats_all_approvals_until_it_is_asked_for_again()
    {
        await using var bench = await ApprovalBench.CreateAsync();
        await bench.ApprovedAsync("ada");
        await bench.Project.RunAsync(new DenySafetyPlanOptions { Plan = Path.GetFileName(bench.PlanFile), Key = bench.KeyPath("bob"), Reason = "not on a Friday" });
        var error = await bench.Project.MigrateFailsAsync();
        Assert.Equal("ApprovalDenied", error.Id);
        Assert.Contains("not on a Friday", error.Message, StringComparison.Ordinal);
        Assert.Equal(PlanApprovalState.Denied, (await bench.StatusAsync()).State);

        bench.Project.Time = new MovedTime(TimeSpan.FromSeconds(2));
        await bench.ApprovedAsync("ada");
        await bench.Project.MigrateAsync();
    }

    [Fact]
    public async Task A_denial_needs_a_reason() =>
        Assert.Equal("ReasonNeeded", (await Assert.ThrowsAsync<DbSafetyException>(async () =>
        {
            await using var bench = await ApprovalBench.CreateAsync();
            await bench.SubmitAsync();
            await bench.Project.RunAsync(new DenySafetyPlanOptions { Key = bench.KeyPath("bob") });
        })).Id);

    [Fact]
    public async Task A_signature_opens_a_prompt_where_nobody_can_answer()
    {
        await using var bench = await ApprovalBench.CreateAsync("    backup: { required: false }", environment: "staging");
        await bench.SubmitAsync(options => options.Key = null);
        await bench.ApproveAsync("ada");
        await bench.Project.MigrateAsync();
        Assert.True(await bench.Project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_policy_elsewhere_goes_before_the_project()
    {
        await using var bench = await ApprovalBench.CreateAsync(TestProject.Relaxed);
        var policy = Path.Combine(bench.Project.Folder, "approvals.yaml");
        await File.WriteAllTextAsync(policy, "version: 1\npeople:\n  ada: { keys: [keys/ada.pub.pem] }\n  tester: { keys: [keys/tester.pub.pem] }\nenvironments:\n  production: { firstModification: none, majorMigration: none }\n");
        bench.Project.Variables["DBSAFETY_APPROVAL_POLICY"] = policy;
        Assert.Equal("ApprovalNeeded", (await bench.Project.MigrateFailsAsync()).Id);
        await bench.ApprovedAsync("ada");
        await bench.Project.MigrateAsync();
        bench.Project.Variables["DBSAFETY_APPROVAL_POLICY"] = policy + ".gone";
        Assert.Equal("ApprovalPolicyNotFound", (await bench.Project.MigrateFailsAsync()).Id);
    }

    [Fact]
    public async Task Where_nobody_could_sign_the_error_says_how_to_name_people()
    {
        await using var project = await TestProject.CreateAsync(policy: "    backup: { required: false }", environment: "production");
        project.With("0001_a", "CREATE TABLE a ()");
        var error = await project.MigrateFailsAsync();
        Assert.Equal("ApproversMissing", error.Id);
        Assert.Contains("approvals.people", error.NextStep, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("ssh-keygen")]
    [InlineData("openssl")]
    public async Task A_signature_that_was_made_elsewhere_counts(string tool)
    {
        Tools.SkipWithout(tool);
        await using var bench = await ApprovalBench.CreateAsync();
        if (tool == "ssh-keygen")
        {
            Run(bench, "ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", "ssh");
            bench.Configure("keys/ada.pub.pem", $"'{(await File.ReadAllTextAsync(Path.Combine(bench.Project.Folder, "ssh.pub"))).Trim()}'");
        }

        await bench.SubmitAsync();
        var prepared = await bench.ApproveAsync("ada", options => (options.Key, options.Prepare, options.Person) = (null, true, "ada"));
        Assert.Equal(PlanApprovalState.Requested, prepared.State);
        Assert.Contains("ssh-keygen -Y sign -n approval@dbsafety", prepared.NextStep, StringComparison.Ordinal);
        if (tool == "ssh-keygen")
            Run(bench, "ssh-keygen", "-q", "-Y", "sign", "-n", SshSignature.Namespace, "-f", "ssh", prepared.ToSign!);
        else
            Run(bench, "openssl", "dgst", "-sha256", "-sign", bench.KeyPath("ada"), "-passin", $"pass:{ApprovalBench.Passphrase}", "-out", prepared.ToSign + ".sig", prepared.ToSign!);
        var approved = await bench.ApproveAsync("ada", options => (options.Key, options.Signature) = (null, prepared.ToSign + ".sig"));
        Assert.Equal((PlanApprovalState.Approved, "ada"), (approved.State, approved.Decisions.Single().Person));
        await bench.Project.MigrateAsync();
    }

    private static void Run(ApprovalBench bench, string program, params string[] arguments)
    {
        var (code, text) = Tools.Run(program, bench.Project.Folder, arguments);
        Assert.True(code == 0, text);
    }

    [Theory]
    [InlineData("keys/new.pem", "keys/new.pub.pem")]
    [InlineData("new.pem", "new.pub.pem")]
    [InlineData("../elsewhere/new.pem", "new.pub.pem")]
    public async Task A_new_keys_lines_for_the_policy_name_it_as_the_policy_would_find_it(string path, string named)
    {
        await using var bench = await ApprovalBench.CreateAsync();
        var full = Path.GetFullPath(path, bench.Project.Folder);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var made = (await bench.Project.RunAsync(new NewSafetyKeyOptions { Path = full, Person = "new" })).ResultsOf<SafetyKey>().Single();
        Assert.Equal($"      keys: [{named}]", made.PolicyLines[^1]);
        File.Delete(made.PublicPath);
        File.Delete(full);
        if (path.StartsWith("..", StringComparison.Ordinal))
            Directory.Delete(Path.GetDirectoryName(full)!);
    }
}
