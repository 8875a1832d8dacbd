using System.Text.RegularExpressions;
using DbSafety.Engine.Projects;
using DbSafety.Tests.Examples;
using Xunit;

namespace DbSafety.Tests.Approvals;

/// <summary>What the documents tell of approvals is so.</summary>
public sealed partial class DocumentTests
{
    private static string Root => Path.GetFullPath(Path.Combine(FarmFiles.Root, "..", ".."));

    [SkippableTheory]
    [InlineData("ours")]
    [InlineData("ssh")]
    public async Task The_script_of_the_document_checks_a_decision_and_nothing_of_ours(string kind)
    {
        Tools.SkipWithout("python3", "openssl", "ssh-keygen");
        await using var bench = await ApprovalBench.CreateAsync();
        // Letters that writers of JSON like to escape, each in its own way.
        bench.Project.With("0001_a", "CREATE TABLE a (x int); COMMENT ON TABLE a IS '<é> \u0001 \u007f \u2028 🐄 \\ \"'", "DROP TABLE a");
        var folder = bench.Project.Folder;
        var key = Path.Combine("keys", "ada.pub.pem");
        if (kind == "ssh")
        {
            Assert.Equal(0, Tools.Run("ssh-keygen", folder, "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", "ssh").ExitCode);
            bench.Configure("keys/ada.pub.pem", $"'{(await File.ReadAllTextAsync(Path.Combine(folder, "ssh.pub"))).Trim()}'");
            key = "ssh.pub";
        }

        await bench.SubmitAsync();
        if (kind == "ssh")
        {
            var prepared = await bench.ApproveAsync("ada", options => (options.Key, options.Prepare, options.Person) = (null, true, "ada"));
            Assert.Equal(0, Tools.Run("ssh-keygen", folder, "-q", "-Y", "sign", "-n", "approval@dbsafety", "-f", "ssh", prepared.ToSign!).ExitCode);
            await bench.ApproveAsync("ada", options => (options.Key, options.Signature) = (null, prepared.ToSign + ".sig"));
        }
        else
        {
            await bench.ApproveAsync("ada");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "verify.py"), Python().Match(await File.ReadAllTextAsync(Path.Combine(Root, "docs", "approvals.md"))).Groups[1].Value);
        var decision = bench.Files("*.decision-*.json").Single();
        var good = Tools.Run("python3", folder, "verify.py", decision, key, bench.PlanFile);
        Assert.True(good.ExitCode == 0, good.Text);
        Assert.Contains("\"approver\": \"ada\"", good.Text, StringComparison.Ordinal);

        Assert.NotEqual(0, Tools.Run("python3", folder, "verify.py", decision, kind == "ssh" ? "keys/bob.pub.pem" : Path.Combine("keys", "bob.pub.pem"), bench.PlanFile).ExitCode);
        await File.WriteAllTextAsync(bench.PlanFile, (await File.ReadAllTextAsync(bench.PlanFile)).Replace("CREATE TABLE a", "CREATE TABLE b", StringComparison.Ordinal));
        Assert.Contains("another plan", Tools.Run("python3", folder, "verify.py", decision, key, bench.PlanFile).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_of_the_topic_is_one()
    {
        var topic = await File.ReadAllTextAsync(Path.Combine(Root, "module", "en-US", "about_DbSafety_Approvals.help.txt"));
        var lines = topic.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => line != "        approvals:").TakeWhile(line => line.Length == 0 || line.StartsWith("        ", StringComparison.Ordinal));
        var configuration = ProjectFile.Parse("version: 1\n" + string.Join('\n', lines.Select(line => line.Length > 8 ? line[8..] : "")), Path.Combine(Root, "dbsafety.yaml"));
        Assert.Equal(["ada", "bob"], configuration.Approvals.People.Select(person => person.Name));
        var policy = configuration.PolicyOf("production").Approvals;
        Assert.Equal((ApprovalMode.Signed, 2), (policy.ProductionDeployment.Mode, policy.ProductionDeployment.People));
        Assert.Equal(["oncall"], policy.BreakGlass!.Roles);
        Assert.Equal((50L << 30, true), (policy.Major.Size!.Value, policy.SignedRequests));
        Assert.True(configuration.Approvals.People[0].Keys[2].Revoked);
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Python();
}
