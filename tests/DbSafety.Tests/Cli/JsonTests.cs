using System.Text.Json;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using Xunit;

namespace DbSafety.Tests.Cli;

public sealed class JsonTests
{
    public static TheoryData<string> Commands => [.. CommandCatalog.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_that_fails_writes_one_document_with_the_error_and_nothing_else_to_standard_output(string command)
    {
        var folder = Directory.CreateTempSubdirectory("dbsafety-test-");
        var definition = CommandCatalog.Find(command)!;
        List<string> words = [command, "--json", "--project", Path.Combine(folder.FullName, "nothing-here")];
        if (definition.Parameters.Any(parameter => parameter.Parameter.Required))
            words.Add("something");
        if (definition.Name == "New-SafetyProject")
            words.Add("/dev/null/not-a-folder");
        var run = await CliRun.RunAsync([.. words]);
        folder.Delete(recursive: true);

        using var document = JsonDocument.Parse(run.Output);
        var error = document.RootElement.GetProperty("error");
        Assert.Equal(run.ExitCode, error.GetProperty("exitCode").GetInt32());
        Assert.NotEqual(0, run.ExitCode);
        Assert.Matches("^[A-Z][A-Za-z]+$", error.GetProperty("id").GetString());
        Assert.NotEqual("unexpected", error.GetProperty("kind").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("state").GetString()!);
        Assert.NotEmpty(error.GetProperty("nextStep").GetString()!);
    }

    [Fact]
    public async Task A_command_line_that_cannot_be_read_is_answered_in_JSON_too()
    {
        var run = await CliRun.RunAsync("backup", "--nonsense", "--json");
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal("OptionUnknown", document.RootElement.GetProperty("error").GetProperty("id").GetString());
        Assert.Equal((int)ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_result_keeps_its_form()
    {
        var json = JsonOutput.Results([SampleResults.Restore], many: true);
        Assert.Equal("""
            [
              {
                "id": "20241215_143022",
                "table": "public.products",
                "mode": "merge",
                "rowsInBackup": 1204,
                "inserted": 3,
                "updated": 1,
                "removed": 0,
                "kept": 2,
                "verified": true,
                "changed": true,
                "sideSchema": null,
                "duration": "PT1.25S",
                "detail": [
                  "größer"
                ],
                "replaced": null,
                "locks": [
                  {
                    "table": "public.products",
                    "mode": "SHARE ROW EXCLUSIVE",
                    "blocks": "writers wait, readers go on",
                    "estimate": "PT1.25S",
                    "basis": "measured"
                  }
                ],
                "lockedFor": null
              }
            ]
            """, json);
    }

    [Fact]
    public void One_result_is_an_object_and_many_are_an_array_also_of_none()
    {
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(JsonOutput.Results([SampleResults.Health], many: false)).RootElement.ValueKind);
        Assert.Equal("[]", JsonOutput.Results([], many: true));
        Assert.Equal("null", JsonOutput.Results([], many: false));
    }

    [Fact]
    public void Every_result_can_be_written() => Assert.All(SampleResults.All, result =>
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(JsonOutput.Results([result], many: false)).RootElement.ValueKind));
}
