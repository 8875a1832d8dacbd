using DbSafety.Module;
using DbSafety.Tests.PowerShell;
using Xunit;

namespace DbSafety.Tests.Cli;

/// <summary>Every cmdlet has its page in docs/. DBSAFETY_UPDATE_SNAPSHOTS=1 writes the pages anew.</summary>
public sealed class HelpTestsOfCmdlets
{
    private static readonly string Folder = Path.Combine(StagedModule.Repository, "docs", "cmdlets");

    [Fact]
    public void Every_cmdlet_has_the_page_that_its_help_gives()
    {
        var commands = CmdletFace.All.Select(face => new CommandHelp(face, CommandPage.Read(Path.Combine(StagedModule.Repository, "module", "help", $"{face.Name}.md")))).ToList();
        var pages = commands.ToDictionary(help => $"{help.Face.Name}.md", MarkdownPage.Of, StringComparer.Ordinal);
        pages["README.md"] = MarkdownPage.Index(commands);
        DocumentFolder.AssertIs(Folder, pages);
    }
}
