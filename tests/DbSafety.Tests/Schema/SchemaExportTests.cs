using System.Diagnostics;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>Export-DatabaseSchema: one file, or a folder for version control.</summary>
public sealed class SchemaExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-schema-").FullName;

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_folder_equals_the_database_that_it_was_written_from(int major)
    {
        await using var database = await SchemaScripts.CreateAsync(major, SchemaScripts.Read("everything.sql", major));
        var export = await ExportAsync(database, "out");
        Assert.Empty(export.Removed);
        Assert.NotEmpty(export.Written);

        Assert.Empty(await CompareAsync(database, "out"));
        var again = await ExportAsync(database, "out");
        Assert.Empty(again.Written);
        Assert.Equal(export.Written.Count, again.Unchanged);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_copy_that_was_made_in_another_order_gives_the_same_files(int major)
    {
        await using var database = await SchemaScripts.CreateAsync(major, SchemaScripts.Read("everything.sql", major));
        await using var copy = await TestDatabase.CreateAsync(major);
        await SchemaScripts.ApplyAsync(copy, (await SchemaScripts.ReadAsync(database)).Objects);
        await ExportAsync(database, "one");
        await ExportAsync(copy, "two");

        var (one, two) = (Files("one"), Files("two"));
        Assert.Equal(one.Keys, two.Keys);
        Assert.All(one, file => Assert.Equal(file.Value, two[file.Key]));
    }

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task One_file_is_restored_by_psql_and_is_the_same_schema(int major)
    {
        await using var database = await SchemaScripts.CreateAsync(major, SchemaScripts.Read("everything.sql", major));
        await ExportAsync(database, "farm.sql");
        await using var empty = await TestDatabase.CreateAsync(major);

        await PsqlAsync(empty, Path.Combine(_folder, "farm.sql"));

        Assert.Equal((await SchemaScripts.ReadAsync(database)).Fingerprint, (await SchemaScripts.ReadAsync(empty)).Fingerprint);
        Assert.Equal(1, (await ExportAsync(database, "farm.sql")).Unchanged);
    }

    [Fact]
    public async Task Files_of_objects_that_are_gone_are_removed_and_other_files_are_not()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE SCHEMA a; CREATE TABLE a.gone (); CREATE TABLE stays (); CREATE VIEW a.v AS SELECT 1 AS x");
        await ExportAsync(database, "out");
        var notes = Path.Combine(_folder, "out", "schemas", "a", "tables", "notes.sql");
        await File.WriteAllTextAsync(notes, "-- mine");
        await database.ExecuteAsync("DROP TABLE a.gone; DROP VIEW a.v; CREATE INDEX i ON stays ((1))");

        var export = await ExportAsync(database, "out");

        Assert.Equal(["schemas/a/tables/gone.sql", "schemas/a/views/v.sql"], export.Removed);
        Assert.Equal(["schemas/public/tables/stays.sql"], export.Written);
        Assert.True(File.Exists(notes));
        Assert.False(Directory.Exists(Path.Combine(_folder, "out", "schemas", "a", "views")));
        Assert.Empty(await CompareAsync(database, "out"));
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_not_overwritten()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (); CREATE TABLE u ()");
        var tables = Directory.CreateDirectory(Path.Combine(_folder, "out", "schemas", "public", "tables"));
        await File.WriteAllTextAsync(Path.Combine(tables.FullName, "u.sql"), "CREATE TABLE u ();");
        await File.WriteAllTextAsync(Path.Combine(_folder, "mine.sql"), "CREATE TABLE u ();");

        Assert.Equal("SchemaFileForeign", (await Assert.ThrowsAsync<DbSafetyException>(() => ExportAsync(database, "out"))).Id);
        Assert.Equal("SchemaFileForeign", (await Assert.ThrowsAsync<DbSafetyException>(() => ExportAsync(database, "mine.sql"))).Id);
        Assert.Equal(["u.sql"], tables.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task Names_that_file_systems_confuse_get_files_of_their_own()
    {
        string[] names = ["orders", "Orders", "ORDERS", "a/b", "a\\b", "..", "con", "x.y", "🌾", new string('n', 63), "tab\tin", "two\nlines", "quo\"te", "orders-0a1b2c3d"];
        await using var database = await TestDatabase.CreateAsync(sql: string.Join(";", names.Select(name => $"CREATE TABLE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" (id int PRIMARY KEY)")));

        var export = await ExportAsync(database, "out");

        Assert.Equal(names.Length, export.Written.Count);
        Assert.Equal(names.Length, export.Written.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(export.Written, path => Assert.Matches("^[A-Za-z0-9_/.-]+$", path));
        Assert.Contains("schemas/public/tables/orders.sql", export.Written);
        Assert.Empty(await CompareAsync(database, "out"));
    }

    [Fact]
    public async Task A_password_is_in_no_file_and_is_told()
    {
        const string Sql = "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (\"user\" 'me', password 'it''s \\ secret')";
        await using var database = await TestDatabase.CreateAsync(sql: Sql);

        var export = await ExportAsync(database, "out");
        await ExportAsync(database, "one.sql");

        Assert.Contains("user mapping FOR PUBLIC SERVER s", Assert.Single(export.Warnings), StringComparison.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("secret", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Contains("password '********'", Files("out")["database/user_mappings/" + Path.GetFileName(export.Written.Single(path => path.Contains("mapping", StringComparison.Ordinal)))], StringComparison.Ordinal);
        Assert.Empty(await CompareAsync(database, "out"));
    }

    [SkippableFact]
    public async Task One_schema_is_written_with_what_it_needs_and_removes_nothing_of_others()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TYPE b.mood AS ENUM ('x'); CREATE TABLE a.t (m b.mood); CREATE TABLE b.u ()");
        await ExportAsync(database, "out");
        await ExportAsync(database, "a.sql", "a");
        var part = await ExportAsync(database, "out", "a");
        await using var empty = await TestDatabase.CreateAsync();

        await PsqlAsync(empty, Path.Combine(_folder, "a.sql"));

        Assert.True(await empty.ScalarAsync<bool>("SELECT to_regclass('a.t') IS NOT NULL AND to_regtype('b.mood') IS NOT NULL AND to_regclass('b.u') IS NULL"));
        Assert.Empty(part.Removed);
        Assert.True(File.Exists(Path.Combine(_folder, "out", "schemas", "b", "tables", "u.sql")));
        Assert.Equal("SchemaNotFound", (await Assert.ThrowsAsync<DbSafetyException>(() => ExportAsync(database, "out", "nonsense"))).Id);
    }

    [Fact]
    public async Task Without_ownership_no_role_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (); GRANT SELECT ON t TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC");
        var options = new ExportDatabaseSchemaOptions { Connection = database.ConnectionString, NoOwnership = true, Path = Path.Combine(_folder, "out") };
        await new OperationRunner().RunAsync(options, new TestHost(), default);
        options.Path = Path.Combine(_folder, "one.sql");
        await new OperationRunner().RunAsync(options, new TestHost(), default);

        Assert.Equal(["schemas/public/tables/t.sql"], Files("out").Keys.Where(path => path.EndsWith(".sql", StringComparison.Ordinal)));
        foreach (var path in Directory.EnumerateFiles(_folder, "*.sql", SearchOption.AllDirectories))
            Assert.DoesNotMatch("GRANT|OWNER", await File.ReadAllTextAsync(path));
        Assert.Empty(await CompareAsync(database, "out"));
    }

    [Fact]
    public async Task Whatever_is_declined_writes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t ()");
        var host = new TestHost { Confirms = false };
        await new OperationRunner().RunAsync(new ExportDatabaseSchemaOptions { Connection = database.ConnectionString, Path = Path.Combine(_folder, "out") }, host, default);

        Assert.Contains("write schemas/public/tables/t.sql", Assert.Single(host.Confirmations).Detail!);
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
        Assert.Empty(host.Results);
    }

    [Fact]
    public async Task A_folder_whose_line_ends_version_control_has_changed_is_still_equal()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (a int, b text); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  -- object: table x\n  SELECT 1;\r\n$$");
        await ExportAsync(database, "out");
        foreach (var path in Directory.EnumerateFiles(_folder, "*.sql", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\r\n"));

        Assert.Empty(await CompareAsync(database, "out"));
    }

    private async Task<SchemaExport> ExportAsync(TestDatabase database, string path, params string[] schemas)
    {
        var host = new TestHost { WorkingDirectory = _folder };
        await new OperationRunner().RunAsync(new ExportDatabaseSchemaOptions { Connection = database.ConnectionString, Path = path, Schema = schemas }, host, default);
        return Assert.Single(host.ResultsOf<SchemaExport>());
    }

    private async Task<IReadOnlyList<SchemaDifference>> CompareAsync(TestDatabase database, string path)
    {
        var host = new TestHost { WorkingDirectory = _folder };
        try
        {
            await new OperationRunner().RunAsync(new CompareDatabaseSchemaOptions { Connection = database.ConnectionString, Path = path }, host, default);
        }
        catch (DbSafetyException error) when (error.Id == "SchemasDiffer")
        {
            Assert.NotEmpty(host.Results);
        }

        return host.ResultsOf<SchemaDifference>();
    }

    private SortedDictionary<string, string> Files(string folder) => new(Directory.EnumerateFiles(Path.Combine(_folder, folder), "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Path.Combine(_folder, folder), path).Replace('\\', '/'), File.ReadAllText), StringComparer.Ordinal);

    private static async Task PsqlAsync(TestDatabase database, string path)
    {
        Psql.Require();
        var start = new ProcessStartInfo("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", database.Connection.Host!, "-p",
            database.Connection.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", database.Connection.Username!, "-d", database.Name, "-f", path])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = database.Connection.Password;
        using var psql = Process.Start(start)!;
        var output = psql.StandardOutput.ReadToEndAsync();
        var error = await psql.StandardError.ReadToEndAsync();
        await output;
        await psql.WaitForExitAsync();
        Assert.True(psql.ExitCode == 0, error);
    }
}
