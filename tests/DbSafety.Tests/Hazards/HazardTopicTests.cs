using System.Runtime.CompilerServices;
using System.Text;
using DbSafety.Engine.Hazards.Catalogue;
using Xunit;

namespace DbSafety.Tests.Hazards;

/// <summary>The help topic about hazards is made from the rules. DBSAFETY_UPDATE_SNAPSHOTS=1 writes it anew.</summary>
public sealed class HazardTopicTests
{
    private const string Introduction = """
        TOPIC
            about_DbSafety_Hazards

        SHORT DESCRIPTION
            The rules by which Test-MigrationHazard judges migrations, and by which Invoke-SafeMigration refuses them.

        LONG DESCRIPTION
            Each rule has an id that stays the same for ever. A hazard that is an error stops a migration; a warning is told; an info is
            for who asks. What the same change makes is new, so nothing about its locks is a hazard. Rules that are marked "by size" weigh
            less on a small table (64 MB, or smallTable in dbsafety.yaml): an error is a warning there, and on an empty table an info.

          SETTING RULES
            In dbsafety.yaml, for every environment or for one, each rule is error, warning, info or off:

                hazards:
                  RB04: warning
                environments:
                  production:
                    hazards: { LK02: error, smallTable: 16MB }

          ALLOWING A HAZARD
            A comment before the statement, always with a reason; for the whole file before its first statement:

                -- dbsafety: allow LK01, CP14 because the table has ten rows
                -- dbsafety: allow-file LK01 because nobody is here at night

            squawk's comments (squawk-ignore, squawk-ignore-file) are understood. An allowance that nothing needs is a warning of its own.

        """;

    [Fact]
    public void The_topic_tells_every_rule_as_it_is()
    {
        var path = Path.GetFullPath(Path.Combine(Folder(), "..", "..", "..", "module", "en-US", "about_DbSafety_Hazards.help.txt"));
        var expected = Topic();
        if (Environment.GetEnvironmentVariable("DBSAFETY_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, expected);
        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Topic()
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var (letters, title) in ((string, string)[])[("LK", "HOLDS UP THE TRAFFIC"), ("CP", "BREAKS APPLICATIONS"), ("DS", "DATA AND PRIVILEGES"), ("RB", "ROBUSTNESS"), ("TY", "TYPES")])
        {
            text.Append($"\n  {title}\n");
            foreach (var rule in HazardRules.All.Where(rule => rule.Id.StartsWith(letters, StringComparison.Ordinal)))
            {
                text.Append($"    {rule.Id}  {rule.Title} ({rule.Severity.ToString().ToLowerInvariant()}{(rule.BySize ? ", by size" : "")})\n");
                text.Append($"          {rule.Why}\n          Safer: {rule.Safer}\n");
            }
        }

        return text.Append("\nSEE ALSO\n    Test-MigrationHazard\n    New-SafetyPlan\n    Invoke-SafeMigration\n").ToString();
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
