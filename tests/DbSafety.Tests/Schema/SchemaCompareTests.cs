using System.Text.Json;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Cli;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>Compare-DatabaseSchema with each thing that a database can be compared with.</summary>
public sealed class SchemaCompareTests : IDisposable
{
    private const string Sql = """
        CREATE SCHEMA farm; CREATE TYPE farm.mood AS ENUM ('a', 'b');
        CREATE TABLE farm.growers (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE farm.lots (id int PRIMARY KEY, grower int REFERENCES farm.growers, mood farm.mood, weight numeric CHECK (weight > 0));
        CREATE INDEX lots_grower ON farm.lots (grower); CREATE VIEW farm.heavy AS SELECT * FROM farm.lots WHERE weight > 100;
        CREATE TABLE notes (id int PRIMARY KEY); CREATE FUNCTION farm.one() RETURNS int LANGUAGE sql AS 'SELECT 1'
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-diff-").FullName;

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_database_is_compared_with_another(int major)
    {
        await using var one = await TestDatabase.CreateAsync(major, Sql);
        await using var other = await TestDatabase.CreateAsync(major, Sql);
        var host = await CompareAsync(other, options => options.ReferenceConnection = one.ConnectionString);
        Assert.Empty(host.Results);
        Assert.Equal(StepState.Succeeded, Assert.Single(host.Steps).State);

        await other.ExecuteAsync("DROP INDEX farm.lots_grower; DROP VIEW farm.heavy; ALTER TABLE farm.lots ALTER weight TYPE numeric(10, 2); CREATE TABLE extra ()");
        Assert.Equal(["Changed: table farm.lots", "Extra: table public.extra", "Missing: view farm.heavy", "Missing: index farm.lots_grower"],
            Told(await CompareAsync(other, options => options.ReferenceConnection = one.ConnectionString)));
        Assert.Equal(["Missing: table public.extra"], Told(await CompareAsync(one, options => (options.ReferenceConnection, options.Schema) = (other.ConnectionString, ["public"]))));
    }

    [Fact]
    public async Task Owners_and_privileges_can_be_left_out()
    {
        await using var one = await TestDatabase.CreateAsync(sql: Sql);
        await using var other = await TestDatabase.CreateAsync(sql: Sql + "; GRANT SELECT ON farm.lots TO PUBLIC; GRANT CREATE ON SCHEMA public TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC");

        Assert.Equal(3, Told(await CompareAsync(other, options => options.ReferenceConnection = one.ConnectionString)).Count);
        Assert.Empty(Told(await CompareAsync(other, options => (options.ReferenceConnection, options.NoOwnership) = (one.ConnectionString, true))));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_database_is_compared_with_a_backup_of_all_of_it(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major, Sql);
        await BackUpAsync(database, options => options.All = true);
        Assert.Empty(Told(await CompareAsync(database, options => options.Backup = _folder)));

        await database.ExecuteAsync("DROP VIEW farm.heavy; DROP INDEX farm.lots_grower; ALTER TABLE notes ADD x int; CREATE TABLE farm.extra (); DROP FUNCTION farm.one(); ALTER TABLE farm.lots DROP CONSTRAINT lots_grower_fkey");
        Assert.Equal(["Changed: table public.notes", "Extra: table farm.extra", "Missing: constraint lots_grower_fkey ON farm.lots", "Missing: function farm.one()",
            "Missing: view farm.heavy", "Missing: index farm.lots_grower"], Told(await CompareAsync(database, options => options.Backup = _folder)));
    }

    [Fact]
    public async Task Of_a_backup_of_tables_and_of_schemas_only_those_are_compared()
    {
        await using var database = await TestDatabase.CreateAsync(sql: Sql);
        await BackUpAsync(database, options => options.Table = ["farm.lots"]);
        await database.ExecuteAsync("ALTER TABLE farm.growers ADD x int; CREATE TABLE farm.extra ()");
        Assert.Empty(Told(await CompareAsync(database, options => options.Backup = _folder)));
        await BackUpAsync(database, options => options.Schema = ["farm"]);
        await database.ExecuteAsync("ALTER TABLE notes ADD x int");
        Assert.Empty(Told(await CompareAsync(database, options => options.Backup = _folder)));

        await database.ExecuteAsync("CREATE VIEW farm.more AS SELECT 1 AS x; ALTER TABLE farm.lots ADD x int");
        Assert.Equal(["Changed: table farm.lots", "Extra: view farm.more"], Told(await CompareAsync(database, options => options.Backup = _folder)));
    }

    [Fact]
    public async Task Of_a_backup_ownership_cannot_be_left_out_and_two_references_are_one_too_many()
    {
        await using var database = await TestDatabase.CreateAsync(sql: Sql);
        await BackUpAsync(database, options => options.Table = ["notes"]);
        Assert.Equal("OwnershipNotSeparable", (await FailAsync(database, options => (options.Backup, options.NoOwnership) = (_folder, true))).Id);
        Assert.Equal("ReferenceAmbiguous", (await FailAsync(database, options => (options.Backup, options.Journal) = (_folder, true))).Id);
        Assert.Equal("SchemaNotKept", (await FailAsync(database, _ => { })).Id);
        Assert.Equal("SchemaFolderNotFound", (await FailAsync(database, options => options.Path = _folder)).Id);
    }

    [Fact]
    public async Task An_exported_folder_names_the_lines_that_differ()
    {
        await using var database = await TestDatabase.CreateAsync(sql: Sql);
        await new OperationRunner().RunAsync(new ExportDatabaseSchemaOptions { Connection = database.ConnectionString, Path = _folder }, new TestHost(), default);
        await database.ExecuteAsync("ALTER TABLE farm.growers ALTER name DROP NOT NULL; ALTER TABLE farm.lots DROP CONSTRAINT lots_pkey; DROP TABLE notes");

        var host = await CompareAsync(database, options => options.Path = _folder);

        Assert.Equal(["Missing: table public.notes", "Changed: table farm.growers", "Missing: constraint lots_pkey ON farm.lots"], Told(host));
        var growers = host.ResultsOf<SchemaDifference>().Single(difference => difference.Object == "table farm.growers");
        Assert.Contains(growers.Detail, line => line.StartsWith("- name text", StringComparison.Ordinal) && line.EndsWith("NOT NULL", StringComparison.Ordinal));
        Assert.Contains("+ name text", growers.Detail);
    }

    [Fact]
    public async Task The_command_line_ends_with_an_exit_code_of_its_own()
    {
        await using var one = await TestDatabase.CreateAsync(sql: Sql);
        await using var other = await TestDatabase.CreateAsync(sql: Sql + "; DROP INDEX farm.lots_grower");

        var differs = await CliRun.RunAsync("diff", "--connection", other.ConnectionString, "--reference-connection", one.ConnectionString, "--json");
        var equal = await CliRun.RunAsync("diff", "--connection", one.ConnectionString, "--reference-connection", one.ConnectionString);
        var shown = await CliRun.RunAsync("diff", "--connection", other.ConnectionString, "--reference-connection", one.ConnectionString);

        Assert.Equal((int)ExitCode.Different, differs.ExitCode);
        Assert.Contains("index farm.lots_grower", JsonDocument.Parse(differs.Output).RootElement.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, equal.ExitCode);
        Assert.Equal(15, shown.ExitCode);
        Assert.Contains("missing  index farm.lots_grower speed", shown.Output, StringComparison.Ordinal);
    }

    private async Task BackUpAsync(TestDatabase database, Action<NewLogicalBackupOptions> configure)
    {
        foreach (var file in Directory.EnumerateFiles(_folder))
            File.Delete(file);
        var options = new NewLogicalBackupOptions { Connection = database.ConnectionString, Path = _folder };
        configure(options);
        await new OperationRunner().RunAsync(options, new TestHost(), default);
    }

    private static async Task<TestHost> CompareAsync(TestDatabase database, Action<CompareDatabaseSchemaOptions> configure)
    {
        var host = new TestHost();
        try
        {
            await RunAsync(database, configure, host);
            Assert.Empty(host.Results);
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.Different)
        {
            Assert.NotEmpty(host.Results);
        }

        return host;
    }

    private static Task<DbSafetyException> FailAsync(TestDatabase database, Action<CompareDatabaseSchemaOptions> configure) =>
        Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(database, configure, new TestHost()));

    private static Task RunAsync(TestDatabase database, Action<CompareDatabaseSchemaOptions> configure, TestHost host)
    {
        var options = new CompareDatabaseSchemaOptions { Connection = database.ConnectionString };
        configure(options);
        return new OperationRunner().RunAsync(options, host, default);
    }

    private static List<string> Told(TestHost host) => [.. host.ResultsOf<SchemaDifference>().Select(difference => difference.ToString())];
}
