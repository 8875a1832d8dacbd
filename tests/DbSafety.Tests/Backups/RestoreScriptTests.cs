using System.IO.Compression;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>A restore that is written down: nothing is changed then, and psql does with it what the restore would do.</summary>
public sealed class RestoreScriptTests
{
    private const string Around = """
        CREATE VIEW farm.cheap AS SELECT * FROM farm.price_list WHERE price < 10;
        CREATE FUNCTION farm.quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER products_audit AFTER UPDATE ON farm.products FOR EACH ROW EXECUTE FUNCTION farm.quiet();
        ALTER TABLE farm.products ENABLE ALWAYS TRIGGER products_audit;
        GRANT SELECT ON farm.products TO PUBLIC;
        """;

    private const string ByDdl = """
        ALTER TABLE farm.products DROP COLUMN tags, DROP COLUMN extra, ADD COLUMN junk integer;
        DROP INDEX farm.products_name;
        DROP STATISTICS farm.products_stat;
        UPDATE farm.products SET code = -1
        """;

    // What becomes of the farm, and which tables are brought back, how.
    private static readonly Dictionary<string, (string Damage, string[] Tables, Action<RestoreFromBackupOptions> Options)> Cases = new()
    {
        ["merge"] = ("UPDATE farm.products SET price = 99 WHERE id < 20; DELETE FROM farm.orders WHERE amount < 100; INSERT INTO farm.growers (name) VALUES ('newer')",
            ["farm.*"], options => (options.Mode, options.ExtraRows) = (RestoreMode.Merge, ExtraRows.Remove)),
        ["one column"] = ("UPDATE farm.products SET price = 99, touched = touched", ["farm.products"], options => options.Column = ["price", "touched"]),
        ["replace"] = ("DELETE FROM notes WHERE id = 1; INSERT INTO notes VALUES (9, 'newer')", ["notes"], options => options.Mode = RestoreMode.Replace),
        ["recreate"] = ("DROP TABLE farm.products CASCADE", ["farm.products"], options => options.Mode = RestoreMode.Auto),
        ["swap"] = (ByDdl, ["farm.products"], options => options.Mode = RestoreMode.Swap),
    };

    public static TheoryData<string, int> All
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var major in TestServers.Majors)
                foreach (var name in Cases.Keys)
                    data.Add(name, major);
            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public async Task The_script_changes_nothing_until_psql_runs_it_and_then_all_is_as_it_was(string name, int major)
    {
        var (damage, tables, configure) = Cases[name];
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + Around, major);
        var set = await bench.BackupAsync("farm.*", "notes");
        var before = await StateAsync(bench.Database);
        await bench.Database.ExecuteAsync(damage);
        var damaged = await StateAsync(bench.Database);

        var script = await ScriptAsync(bench, set, tables, configure);
        Assert.Equal(damaged, await StateAsync(bench.Database));
        Assert.NotEqual(before, damaged);

        await RunAsync(bench.Database, script);
        await bench.Database.ExecuteAsync("""
            DO $$ DECLARE kept text; BEGIN
              FOR kept IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'dbsafety\_replaced\_%' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', kept); END LOOP;
            END $$
            """);
        Assert.Equal(before, await StateAsync(bench.Database));
        Assert.False(await bench.Database.ScalarAsync<bool>(@"SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname LIKE 'dbsafety%')"));
    }

    [SkippableFact]
    public async Task The_script_of_a_whole_backup_fills_an_empty_database()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + Around);
        var set = await bench.BackupAsync(request => request);
        var empty = await bench.EmptyAsync();
        await RunAsync(empty, await ScriptAsync(bench, set, [], options => options.Connection = empty.ConnectionString));
        Assert.Equal(await StateAsync(bench.Database), await StateAsync(empty));
    }

    [SkippableFact]
    public async Task The_script_of_a_table_beside_touches_no_live_table()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("DELETE FROM notes");
        await RunAsync(bench.Database, await ScriptAsync(bench, set, [], options => options.Mode = RestoreMode.Aside));
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes"));
        Assert.Equal(5L, await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM dbsafety_aside_{set.Id}.notes"));
    }

    [SkippableFact]
    public async Task A_script_that_has_lost_a_row_changes_no_live_table()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.growers", "notes");
        var script = await ScriptAsync(bench, set, ["notes"], options => (options.Mode, options.ExtraRows) = (RestoreMode.Merge, ExtraRows.Remove));
        await bench.Database.ExecuteAsync("INSERT INTO notes VALUES (9, 'newer')");
        var before = await StateAsync(bench.Database);
        await RunAsync(bench.Database, script.Replace("3\t\n", "", StringComparison.Ordinal), succeeds: false);
        await bench.Database.ExecuteAsync($"DROP SCHEMA dbsafety_script_{set.Id} CASCADE");
        Assert.Equal(before, await StateAsync(bench.Database));
    }

    [SkippableFact]
    public async Task A_long_script_comes_in_pieces_that_end_with_a_line()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE notes (id integer PRIMARY KEY, body text); INSERT INTO notes SELECT i, repeat('ä', 1000) FROM generate_series(1, 6000) i");
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("TRUNCATE notes");
        var script = await ScriptAsync(bench, set, [], _ => { });
        Assert.True(bench.Host.ResultsOf<TextDocument>().Count() > 1);
        await RunAsync(bench.Database, script);
        Assert.Equal(6000L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes WHERE length(body) = 1000"));
    }

    private static async Task<string> ScriptAsync(BackupBench bench, BackupSet set, string[] tables, Action<RestoreFromBackupOptions> configure)
    {
        var options = new RestoreFromBackupOptions { Connection = bench.Database.ConnectionString, Path = bench.Folder, Backup = set.Id, Table = tables, OutputScript = true };
        configure(options);
        await new OperationRunner().RunAsync(options, bench.Host, CancellationToken.None);
        Assert.All(bench.Host.Results, result => Assert.IsType<TextDocument>(result));
        return string.Join('\n', bench.Host.ResultsOf<TextDocument>().Select(document => document.Text)) + "\n";
    }

    private static async Task RunAsync(TestDatabase database, string script, bool succeeds = true)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            await using (var writer = new StreamWriter(gzip))
                await writer.WriteAsync(script);
            await BackupBench.PsqlAsync(database, path, succeeds);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The structure by its fingerprint, and the rows of all tables that are there.
    private static async Task<string> StateAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        var schema = await SchemaReader.ReadAsync(connection, CancellationToken.None);
        var rows = new List<string>();
        foreach (var table in schema.Tables.OrderBy(table => table.QualifiedName, StringComparer.Ordinal))
            rows.Add($"{table.QualifiedName}:\n{await BackupBench.DumpAsync(database, $"SELECT * FROM {table.QualifiedName}")}");
        var objects = schema.Objects.Where(item => item.Fingerprint.Length > 0).Select(item => $"{item.Identity} {item.Fingerprint}").Order(StringComparer.Ordinal);
        return string.Join('\n', [.. objects, .. rows]);
    }
}
