using System.Xml.Linq;
using Xunit;

namespace DbSafety.Tests.PowerShell;

/// <summary>The help file that the build wrote leaves nothing out.</summary>
public sealed class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Lazy<Dictionary<string, XElement>> Items = new(() =>
        XDocument.Load(StagedModule.File("en-US", "DbSafety.PowerShell.dll-Help.xml")).Root!.Elements(Command + "command")
            .ToDictionary(item => item.Element(Command + "details")!.Element(Command + "name")!.Value));

    public static IEnumerable<object[]> Commands => Cmdlets.Commands();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_cmdlet_has_a_synopsis_and_a_description(string name)
    {
        var item = Items.Value[name];
        Assert.NotEqual("", item.Element(Command + "details")!.Element(Maml + "description")!.Value);
        Assert.NotEqual("", item.Element(Maml + "description")!.Value);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_cmdlet_has_three_examples_that_use_it(string name)
    {
        var examples = Items.Value[name].Element(Command + "examples")!.Elements(Command + "example").ToList();
        Assert.True(examples.Count >= 3, $"{name} has {examples.Count} examples.");
        Assert.All(examples, example => Assert.Contains(name, example.Element(Dev + "code")!.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_parameter_is_described(string name)
    {
        var described = Items.Value[name].Element(Command + "parameters")!.Elements(Command + "parameter")
            .Where(parameter => parameter.Element(Maml + "description")!.Value.Length > 0)
            .Select(parameter => parameter.Element(Maml + "name")!.Value);
        Assert.Empty(Cmdlets.Parameters(Cmdlets.All[name]).Select(property => property.Name).Except(described));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_page_links_to_commands_and_topics_that_exist(string name)
    {
        var links = Items.Value[name].Descendants(Maml + "linkText").Select(link => link.Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Cmdlets.All.ContainsKey(link) || File.Exists(StagedModule.File("en-US", $"{link}.help.txt")), $"{name} links to {link}."));
    }
}
