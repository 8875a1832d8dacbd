using System.Text.Json.Nodes;
using DbSafety.Core.Options;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Audit.Chains;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Audit;

public sealed class AuditFileTests
{
    [Fact]
    public async Task A_run_is_in_the_table_and_in_the_file_row_by_row()
    {
        await using var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int)").With("0002_b", "CREATE TABLE b (id int)");
        var run = await project.MigrateAsync();

        await using var session = await project.Database.OpenAsync();
        var rows = await JournalReader.ReadAsync(session, default);
        var kept = Rows(project);
        Assert.Equal(rows.Select(row => row.Hash), kept.Select(row => row.Hash));
        Assert.All(kept, row => Assert.Equal(row.Hash, JournalHash.Of(row)));
        Assert.Equal(rows[^1].Hash, run.Journal!.Hash);
        Assert.Equal("CREATE TABLE", (string?)rows.First(row => row.Event == JournalEvent.Applied).Entry.Detail["ran"]![0]!["what"]);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task The_hash_is_computed_here_as_the_server_does(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await using var session = await database.OpenAsync();
        await JournalInstaller.EnsureAsync(session, default);
        var writer = new JournalWriter(new TestHost());
        foreach (var detail in (string[])["{}", """{"b":1,"aa":[1.50,1e3,-0.0,null,true,{}],"c":"q\" \\ / \b\f\n\r\t \u0001 \u001f ü 🌾 <>&'"}""", """{"zz":{"y":[],"x":{"deep":"ÿ"}}}"""])
            await writer.AppendAsync(session, new JournalEntry("run \" 1", JournalEvent.Applied) { Migration = "m\tü", Step = 3, Duration = TimeSpan.FromSeconds(1.5), Detail = JsonNode.Parse(detail)!.AsObject() }, default);

        Assert.All(await JournalReader.ReadAsync(session, default), row => Assert.Equal(row.Hash, JournalHash.Of(row)));
    }

    [Fact]
    public async Task What_a_killed_writer_left_out_of_the_file_comes_with_the_next_command()
    {
        await using var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int)");
        await project.MigrateAsync();
        // As a writer does that dies between the table and the file.
        await using (var session = await project.Database.OpenAsync())
            await new JournalWriter(new TestHost()).AppendAsync(session, new JournalEntry("killed", JournalEvent.CommandStarted), default);
        await project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });

        await using var check = await project.Database.OpenAsync();
        Assert.Equal((await JournalReader.ReadAsync(check, default)).Select(row => row.Hash), Rows(project).Select(row => row.Hash));
    }

    [Fact]
    public async Task Half_a_line_that_a_kill_left_is_cut_off()
    {
        await using var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int)");
        await project.MigrateAsync();
        await File.AppendAllTextAsync(PathOf(project), "{\"seq\":99,\"ti");
        await project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });

        Assert.All(await File.ReadAllLinesAsync(PathOf(project)), line => Assert.NotNull(ChainLine.Read(line)));
    }

    [Fact]
    public async Task A_command_that_cannot_reach_the_server_is_in_the_file()
    {
        await using var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int)");
        project.Through = "Host=127.0.0.1;Port=1;Username=nobody;Password=hidden-word;Database=gone;Timeout=2";
        await Assert.ThrowsAsync<Core.Errors.DbSafetyException>(() => project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] }));

        var lines = await File.ReadAllLinesAsync(PathOf(project));
        Assert.Equal(["command_started", "command_failed"], lines.Select(line => (string?)ChainLine.Read(line)!.Body["local"]!["event"]));
        Assert.DoesNotContain("hidden-word", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_a_journal_gets_none_and_the_file_has_it_all()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (id int)");
        await project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });

        Assert.False(await project.ExistsAsync("dbsafety.journal"));
        Assert.Equal(["command_started", "backed_up"], (await File.ReadAllLinesAsync(PathOf(project))).Select(line => (string?)ChainLine.Read(line)!.Body["local"]!["event"]));
    }

    [Fact]
    public async Task Without_a_project_the_file_is_in_the_users_state_folder()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE a (id int)");
        var folder = Directory.CreateTempSubdirectory("dbsafety-audit-").FullName;
        var host = new TestHost { WorkingDirectory = folder };
        host.Environment["XDG_STATE_HOME"] = Path.Combine(folder, "state");
        await new OperationRunner().RunAsync(new NewLogicalBackupOptions { Connection = database.ConnectionString, Table = ["a"], Path = folder }, host, default);

        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "state", "dbsafety", "journal")));
        Assert.Equal(2, File.ReadAllLines(file).Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_writers_at_once_lose_nothing_and_both_chains_hold()
    {
        await using var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int)");
        await project.MigrateAsync();
        var host = new TestHost { WorkingDirectory = project.Folder };
        host.Environment["TEST_DATABASE"] = project.Database.ConnectionString;
        await using var target = await TargetResolver.ResolveAsync(new GetSafeMigrationOptions { Project = project.Folder }, host, default);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var log = AuditLog.Of(target, host);
            for (var i = 0; i < 25; i++)
                await log.WriteAsync(new JournalEntry($"w{writer}", JournalEvent.CommandFinished) { Detail = new JsonObject { ["i"] = i } }, default);
        })));

        await using var session = await project.Database.OpenAsync();
        var rows = await JournalReader.ReadAsync(session, default);
        Assert.Equal(100, rows.Count(row => row.RunId[0] == 'w'));
        Assert.Equal(rows.Skip(1).Select(row => row.PreviousHash), rows.SkipLast(1).Select(row => row.Hash));
        Assert.Equal(rows.Select(row => row.Hash), Rows(project).Select(row => row.Hash));
        Assert.Empty(host.Warnings);
    }

    [Fact]
    public async Task A_restore_is_written_down_before_and_after()
    {
        await using var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1)");
        await project.MigrateAsync();
        await project.RunAsync(new NewLogicalBackupOptions { Table = ["a"] });
        await project.Database.ExecuteAsync("DELETE FROM a");
        await project.RunAsync(new RestoreFromBackupOptions { Table = ["a"] });

        Assert.EndsWith("run_finished command_started backed_up command_started restored", await project.JournalAsync(), StringComparison.Ordinal);
        await using var session = await project.Database.OpenAsync();
        var restored = (await JournalReader.ReadAsync(session, default))[^1];
        Assert.Equal(1, (int?)restored.Entry.Detail["tables"]![0]!["inserted"]);
    }

    internal static string PathOf(TestProject project) => Path.Combine(project.Folder, "journal", "main.jsonl");

    internal static IReadOnlyList<JournalRow> Rows(TestProject project) =>
        [.. File.ReadAllLines(PathOf(project)).Select(ChainLine.Read).Select(line => line!.Body["row"]).OfType<JsonObject>().Select(body => AuditRow.FromJson(body)!)];
}
