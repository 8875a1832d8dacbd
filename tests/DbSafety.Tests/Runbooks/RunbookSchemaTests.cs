using System.Text.Json.Nodes;
using DbSafety.Core.Results;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Engine.Runbooks.Schemas;
using DbSafety.Tests.Examples;
using DbSafety.Tests.Hazards;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>The schema that editors use is made from the commands. DBSAFETY_UPDATE_SNAPSHOTS=1 writes it anew.</summary>
public sealed class RunbookSchemaTests
{
    private static string SchemaPath => Path.Combine(FarmFiles.Root, "..", "..", "module", "schemas", "dbsafety-runbook-1.schema.json");

    public static TheoryData<string> BuiltIn => [.. new RunbookStore(null, new TestHost()).Names];

    [Fact]
    public async Task The_schema_is_that_of_the_commands()
    {
        var made = RunbookSchema.Make().ToJsonString(ResultJson.Indented) + "\n";
        if (Environment.GetEnvironmentVariable("DBSAFETY_UPDATE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(SchemaPath, made);

        Assert.Equal(made, (await File.ReadAllTextAsync(SchemaPath)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_several_commands_share_is_written_once()
    {
        var definitions = RunbookSchema.Make()["definitions"]!.AsObject();
        var descriptions = definitions.Where(pair => pair.Key == "command" || pair.Key.StartsWith("parameter.", StringComparison.Ordinal))
            .SelectMany(pair => Descriptions(pair.Value)).Where(text => text.Length > 60).ToList();
        Assert.Equal(descriptions.Distinct(), descriptions);
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_built_in_runbook_is_what_the_schema_says(string name) =>
        Assert.Equal([], JsonSchema.Check(RunbookSchema.Make(), Json(new RunbookStore(null, new TestHost()).Load(name).Text)));

    [Theory]
    [InlineData("runbook: 1\nsteps: [{ run: Get-SafeMigration }]")]
    [InlineData("runbook: 1\nsteps: [{ step: a, run: { Get-SafeMigration: { Idd: x } } }]")]
    [InlineData("runbook: 1\nsteps: [{ step: a, run: { Get-LogicalBackup: { Last: x } } }]")]
    [InlineData("runbook: 1\nsteps: [{ step: a, tmeout: 3s }]")]
    [InlineData("runbook: 2\nsteps: [{ step: a, ask: b }]")]
    [InlineData("runbook: 1\nsteps: [{ step: a, onFailure: panic, ask: b }]")]
    public void What_the_schema_does_not_allow_an_editor_marks(string text) => Assert.NotEmpty(JsonSchema.Check(RunbookSchema.Make(), Json(text)));

    private static IEnumerable<string> Descriptions(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair is { Key: "description", Value: JsonValue text } ? [(string)text!] : Descriptions(pair.Value)),
        JsonArray list => list.SelectMany(Descriptions),
        _ => [],
    };

    private static JsonNode? Json(string text) => Json(YamlDocumentReader.Read(text, "x.yaml")!);

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Json(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Json)]),
        YamlScalar { IsQuoted: true } scalar => JsonValue.Create(scalar.Value),
        _ => ValueReader.Plain(((YamlScalar)node).Value),
    };
}
