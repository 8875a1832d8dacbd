using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Hazards.Output;
using DbSafety.Tests.Examples;
using Xunit;

namespace DbSafety.Tests.Hazards;

public sealed class HazardPageTests
{
    private static string Document => Path.Combine(FarmFiles.Root, "..", "..", "docs", "hazards.md");

    [Fact]
    public void Every_rule_is_described_under_its_anchor()
    {
        var text = File.ReadAllText(Document);
        Assert.Equal([], HazardRules.Ids.Where(id => !text.Contains($"<a id=\"{id.ToLowerInvariant()}\"></a>\n### {id} ", StringComparison.Ordinal)));
    }

    /// <summary>With DBSAFETY_UPDATE_SNAPSHOTS=1 the document is written instead.</summary>
    [Fact]
    public void The_document_is_the_one_that_the_rules_give()
    {
        if (Environment.GetEnvironmentVariable("DBSAFETY_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(Document, HazardPage.Write());
        Assert.Equal(HazardPage.Write(), File.ReadAllText(Document));
    }
}
