using System.Security.Cryptography;
using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Keys;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Operations.Approving;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>A production target with people who sign: ada and bob approve, tester asks (and runs the commands), oscar may only look.</summary>
internal sealed class ApprovalBench : IAsyncDisposable
{
    public const string Passphrase = "correct horse battery";

    public const string Default = "    backup: { required: false }\n    approvals: { firstModification: none, productionDeployment: { how: signed, roles: [dba] } }";

    private ApprovalBench(TestProject project) => Project = project;

    public TestProject Project { get; }

    public string Plans => Path.Combine(Project.Folder, "plans");

    public static async Task<ApprovalBench> CreateAsync(string policy = Default, string? sql = null, string environment = "production", string people = "")
    {
        var project = await TestProject.CreateAsync(sql: sql, policy: policy, environment: environment, checks: $$"""
            approvals:
              people:
                tester: { accounts: [tester], roles: [dba], keys: [keys/tester.pub.pem] }
                ada: { accounts: [ada], roles: [dba], keys: [keys/ada.pub.pem, keys/ada2.pub.pem, { key: keys/lost.pub.pem, revoked: true }] }
                bob: { roles: [dba], keys: [keys/bob.pub.pem, { key: keys/old.pub.pem, until: 2020-01-01 }] }
                oscar: { roles: [reader], keys: [keys/oscar.pub.pem] }
            {{people}}
            """);
        var bench = new ApprovalBench(project);
        Directory.CreateDirectory(Path.Combine(project.Folder, "keys"));
        foreach (var name in (string[])["tester", "ada", "ada2", "lost", "bob", "old", "oscar", "mallory"])
            bench.MakeKey(name);
        project.Variables["DBSAFETY_KEY_PASSPHRASE"] = Passphrase;
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a", "SELECT true");
        return bench;
    }

    public string KeyPath(string name) => Path.Combine(Project.Folder, "keys", name + ".pem");

    public async Task<PlanApproval> SubmitAsync(Action<SubmitSafetyPlanOptions>? configure = null)
    {
        var options = new SubmitSafetyPlanOptions { Key = KeyPath("tester"), Reason = "ticket 4711" };
        configure?.Invoke(options);
        return (await Project.RunAsync(options)).ResultsOf<PlanApproval>().Single();
    }

    public async Task<PlanApproval> ApproveAsync(string who, Action<ApproveSafetyPlanOptions>? configure = null)
    {
        var options = new ApproveSafetyPlanOptions { Key = KeyPath(who), Reason = "looked at it", ConfirmTarget = "main" };
        configure?.Invoke(options);
        return (await Project.RunAsync(options)).ResultsOf<PlanApproval>().Single();
    }

    public Task<DbSafetyException> ApproveFailsAsync(string who, Action<ApproveSafetyPlanOptions>? configure = null) => Assert.ThrowsAsync<DbSafetyException>(() => ApproveAsync(who, configure));

    /// <summary>Asks and approves: what is pending may be run.</summary>
    public async Task<PlanApproval> ApprovedAsync(params string[] people)
    {
        var plan = await SubmitAsync();
        foreach (var who in people.DefaultIfEmpty("ada"))
            plan = await ApproveAsync(who, options => options.Plan = plan.Plan);
        return plan;
    }

    public async Task<PlanApproval> StatusAsync(string? plan = null) => (await Project.RunAsync(new GetSafetyPlanOptions { Plan = plan })).ResultsOf<PlanApproval>()[0];

    /// <summary>Writes a decision as an attacker would: with any key, in anybody's name, past every check of the command.</summary>
    public async Task PlantAsync(PlanApproval plan, string key, string person, string name, Func<DecisionStatement, DecisionStatement>? change = null)
    {
        var request = Directory.EnumerateFiles(Plans, "*.request-*.json").Select(path => Dsse.Read(File.ReadAllBytes(path), path)).First(envelope => RequestStatement.Read(envelope.Payload).Plan == plan.Plan);
        var now = Project.Time.GetUtcNow();
        var statement = new DecisionStatement
        {
            Decision = DecisionKind.Approve,
            Plan = plan.Plan,
            Request = VerifiedRequest.DigestOf(request.Payload),
            Target = plan.Target,
            Environment = plan.Environment,
            Approver = person,
            Reason = "planted",
            NotBefore = now,
            NotAfter = now.AddHours(12),
        };
        using var opened = await SigningKey.OpenAsync(KeyPath(key), () => Task.FromResult(Passphrase), default);
        var envelope = Signer.Sign(opened, DecisionStatement.PayloadType, (change?.Invoke(statement) ?? statement).ToBytes());
        await File.WriteAllTextAsync(Path.Combine(Plans, $"planted.decision-{name}.json"), envelope.Write());
    }

    /// <summary>The plan of that action that was written last, by its file's name.</summary>
    public string Newest(string action) => new ApprovalFolder(Plans).Plans.Select(path => Path.GetFileName(path)).First(name => name.StartsWith(action + "_main_", StringComparison.Ordinal));

    /// <summary>A runbook that looks, and then asks for an approval.</summary>
    public void WithRunbook()
    {
        Directory.CreateDirectory(Path.Combine(Project.Folder, "runbooks"));
        File.WriteAllText(Path.Combine(Project.Folder, "runbooks", "ask.yaml"), """
            runbook: 1
            name: ask
            description: Asks.
            steps:
              - step: Look
                id: look
                run: { Get-SafeMigration: {} }
              - step: Approve it
                approve: { subject: [$steps.look.Id], point: productionDeployment }
            """);
    }

    /// <summary>Runs it to where it waits.</summary>
    public async Task<Core.Results.Runs.SafetyRun> WaitingAsync()
    {
        Assert.Equal("RunWaiting", (await Assert.ThrowsAsync<DbSafetyException>(() => Project.RunAsync(new InvokeSafetyRunbookOptions { Name = "ask", Target = "main" }))).Id);
        return Project.Host.ResultsOf<Core.Results.Runs.SafetyRun>().Single();
    }

    /// <summary>The only plan.</summary>
    public string PlanFile => new ApprovalFolder(Plans).Plans.Single();

    public IReadOnlyList<string> Files(string pattern) => [.. Directory.EnumerateFiles(Plans, pattern).Order(StringComparer.Ordinal)];

    public void Configure(string before, string after)
    {
        var path = Path.Combine(Project.Folder, "dbsafety.yaml");
        var text = File.ReadAllText(path);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => Project.DisposeAsync();

    // With few rounds: a test is not to wait for what keeps a thief waiting.
    private void MakeKey(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(KeyPath(name), key.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllText(Path.ChangeExtension(KeyPath(name), ".pub.pem"), key.ExportSubjectPublicKeyInfoPem(), new UTF8Encoding(false));
    }
}
