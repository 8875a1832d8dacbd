using System.Runtime.CompilerServices;
using DbSafety.Cli.Help;
using DbSafety.Cli.Local;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using Xunit;

namespace DbSafety.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Pages =>
        [.. CommandCatalog.All.Concat(LocalCommands.All).Select(command => command.Command.ShortName ?? command.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_help_of_a_command_reads_as_it_did(string command)
    {
        var page = await CliRun.RunAsync("help", command);
        Assert.Equal(0, page.ExitCode);
        AssertSnapshot($"help-{command}", page.Output);
        Assert.Equal(page.Output, (await CliRun.RunAsync(command, "--help")).Output);
        Assert.Equal(page.Output, (await CliRun.RunAsync(command, "-?")).Output);
    }

    [Fact]
    public async Task The_overview_reads_as_it_did()
    {
        var page = await CliRun.RunAsync();
        Assert.Equal(0, page.ExitCode);
        AssertSnapshot("help", page.Output);
        Assert.Equal(page.Output, (await CliRun.RunAsync("--help")).Output);
        Assert.Equal(page.Output, (await CliRun.RunAsync("help")).Output);
    }

    [Fact]
    public void Every_command_of_the_engine_has_a_group_and_examples()
    {
        Assert.DoesNotContain(CommandGroups.All, group => group.Title == "More");
        Assert.All(CommandCatalog.All, command => Assert.NotEmpty(UsageExamples.Of(command)));
    }

    [Fact]
    public async Task Every_example_can_be_read()
    {
        foreach (var command in CommandCatalog.All.Concat(LocalCommands.All))
        {
            foreach (var (line, _) in UsageExamples.Of(command))
            {
                var page = await CliRun.RunAsync([.. line.Split(' ').Select(word => word.Trim('"', '\'')), "--help"]);
                Assert.Equal(0, page.ExitCode);
            }
        }
    }

    [Fact]
    public void Every_exit_code_is_explained() =>
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.NotEmpty(ExitCodeTexts.Of(code)));

    [Fact]
    public void Every_kind_of_error_has_an_exit_code_that_is_not_success() =>
        Assert.All(Enum.GetValues<ErrorKind>(), kind => Assert.NotEqual(ExitCode.Success, ExitCodes.For(kind)));

    // DBSAFETY_UPDATE_SNAPSHOTS=1 writes the pages as they are now; the difference is then for a person to read.
    private static void AssertSnapshot(string name, string text, [CallerFilePath] string source = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(source)!, "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("DBSAFETY_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, text);
        Assert.True(File.Exists(file), $"{file} is missing: run the test with DBSAFETY_UPDATE_SNAPSHOTS=1 and read the page.");
        Assert.Equal(File.ReadAllText(file), text);
    }
}
