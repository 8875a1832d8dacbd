using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Stores;

/// <summary>The commands over every kind of place, against a real server.</summary>
public sealed class StoreCommandTests
{
    private const string Sql = """
        CREATE TABLE notes (id integer PRIMARY KEY, body text);
        INSERT INTO notes SELECT i, md5(i::text) FROM generate_series(1, 3000) i;
        CREATE TABLE tags (note integer REFERENCES notes, tag text, PRIMARY KEY (note, tag));
        INSERT INTO tags SELECT i, 'tag' FROM generate_series(1, 100) i;
        """;

    public static TheoryData<StoreKind> Kinds => StoreContractTests.Kinds;

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_backup_is_made_proven_listed_restored_and_pruned(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var database = await TestDatabase.CreateAsync(18, Sql);
        async Task<IReadOnlyList<T>> RunAsync<T>(CommandOptions options)
        {
            var host = bench.NewHost();
            if (options is DatabaseOptions target)
                target.Connection = database.ConnectionString;
            await new OperationRunner().RunAsync(options, host, default);
            return host.ResultsOf<T>();
        }

        var made = Assert.Single(await RunAsync<LogicalBackup>(new NewLogicalBackupOptions { All = true, Path = bench.Location, Prove = true }));
        Assert.NotNull(made.Proven);
        Assert.Equal(bench.Files.Location, made.Path);
        var listed = Assert.Single(await RunAsync<LogicalBackup>(new GetLogicalBackupOptions { Path = bench.Location }));
        Assert.Equal((made.Id, 3100L, made.Manifest), (listed.Id, listed.Rows, listed.Manifest));
        Assert.NotNull(listed.Proven);

        // As the pipeline gives it on: the manifest, or the id with the place.
        Assert.All(await RunAsync<BackupTest>(new TestLogicalBackupOptions { Backup = made.Manifest, FilesOnly = true }), test => Assert.True(test.Passed));
        await database.ExecuteAsync("DELETE FROM tags; UPDATE notes SET body = 'lost' WHERE id <= 10; DELETE FROM notes WHERE id > 2000");
        Assert.All(await RunAsync<TableRestore>(new RestoreFromBackupOptions { Backup = made.Id, Path = made.Path }), table => Assert.True(table.Verified));
        Assert.Equal("3000/100/0", await database.ScalarAsync<string>("SELECT (SELECT count(*) FROM notes) || '/' || (SELECT count(*) FROM tags) || '/' || (SELECT count(*) FROM notes WHERE body = 'lost')"));

        var second = Assert.Single(await RunAsync<LogicalBackup>(new NewLogicalBackupOptions { All = true, Path = bench.Location, Prove = true }));
        var pruned = await RunAsync<BackupRetention>(new RemoveLogicalBackupOptions { Path = bench.Location, Keep = 1 });
        Assert.Equal(RetentionDecision.Removed, pruned.Single(item => item.Id == made.Id).Decision);
        Assert.Equal(RetentionDecision.Kept, pruned.Single(item => item.Id == second.Id).Decision);
        Assert.All(await bench.NamesAsync(), name => Assert.Contains(second.Id, name, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_that_is_altered_cut_short_or_gone_is_refused_before_the_live_table_is_touched(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var database = await TestDatabase.CreateAsync(18, Sql);
        var set = await BackupWriter.CreateAsync(database.Sessions, new BackupRequest { Store = bench.Files, Patterns = ["notes"] }, bench.Host, default);
        await database.ExecuteAsync("UPDATE notes SET body = 'live'");
        var file = set.Manifest.Tables[0].File.Name;
        var whole = await bench.ReadAsync(file);
        var altered = whole.ToArray();
        altered[whole.Length / 2] ^= 4;
        foreach (var content in new[] { altered, whole[..^1], null })
        {
            if (content is null)
                Assert.True(await bench.Files.TryDeleteAsync(file, default));
            else
                await bench.WriteAsync(file, content);
            var test = Assert.Single(await BackupProver.ProveAsync(database.Sessions, set, null, bench.Host, default));
            Assert.False(test.Passed);
            Assert.False(test.FileIntact);
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => TableRestorer.RestoreAsync(database.Sessions, set, new RestoreRequest(), bench.Host, default));
            Assert.Equal("BackupFileAltered", error.Id);
        }

        Assert.Equal(3000L, await database.ScalarAsync<long>("SELECT count(*) FROM notes WHERE body = 'live'"));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_manifest_that_is_altered_is_a_warning_in_a_list_and_an_error_where_it_is_named(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var database = await TestDatabase.CreateAsync(18, Sql);
        var set = await BackupWriter.CreateAsync(database.Sessions, new BackupRequest { Store = bench.Files, Patterns = ["tags"] }, bench.Host, default);
        var name = BackupFileNames.Manifest(set.Id);
        await bench.WriteAsync(name, Encoding.UTF8.GetString(await bench.ReadAsync(name)).Replace("\"rows\": 100", "\"rows\": 101", StringComparison.Ordinal));
        Assert.Empty(await bench.Sets.ListAsync(bench.Host, default));
        Assert.Contains(bench.Host.Warnings, text => text.Contains("cannot be trusted", StringComparison.Ordinal));
        Assert.Equal("BackupManifestInvalid", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.Sets.FindAsync(set.Id, bench.Host, default))).Id);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_removal_that_was_interrupted_is_finished_by_the_next_one(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var database = await TestDatabase.CreateAsync(18, Sql);
        var request = new BackupRequest { Store = bench.Files, Patterns = ["tags"] };
        var half = await BackupWriter.CreateAsync(database.Sessions, request, bench.Host, default);
        var last = await BackupWriter.CreateAsync(database.Sessions, request, bench.Host, default);
        // Where a move is a copy and a removal, it may be interrupted between the two.
        var manifest = BackupFileNames.Manifest(half.Id);
        await bench.WriteAsync($".{manifest}.removing", await bench.ReadAsync(manifest));
        await new Engine.Backups.Retention.SetRemover(bench.Files, bench.Host).FinishAsync(default);
        Assert.All(await bench.NamesAsync(), name => Assert.Contains(last.Id, name, StringComparison.Ordinal));
        Assert.Equal(last.Id, Assert.Single(await bench.Sets.ListAsync(bench.Host, default)).Id);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_migration_and_its_rollback_take_their_backups_there(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var project = await TestProject.CreateAsync(18, Sql, "        approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }");
        await File.AppendAllTextAsync(Path.Combine(project.Folder, "dbsafety.yaml"), $"\nbackups: {{ folder: '{bench.Location}' }}\n");
        foreach (var (name, value) in bench.Variables)
            project.Variables[name] = value;
        project.With("0001_a", "ALTER TABLE notes ADD y int", "ALTER TABLE notes DROP y");
        var run = await project.MigrateAsync();
        Assert.Equal(bench.Files.Location, run.Backup!.Path);
        Assert.NotNull(run.Backup.Proven);
        var undone = await project.UndoAsync(options => options.Id = "0001_a");
        Assert.Equal([undone.Backup!.Id, run.Backup.Id], (await bench.Sets.ListAsync(bench.Host, default)).Select(set => set.Id));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(project.Folder, "backups")));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_cancelled_backup_leaves_nothing(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var database = await TestDatabase.CreateAsync(18, "CREATE TABLE notes (body text); INSERT INTO notes SELECT md5(i::text) FROM generate_series(1, 200000) i");
        using var stop = new CancellationTokenSource();
        var backup = BackupWriter.CreateAsync(database.Sessions, new BackupRequest { Store = bench.Files, IsWholeDatabase = true }, bench.Host, stop.Token);
        while (!backup.IsCompleted && (await bench.NamesAsync()).Count == 0)
            await Task.Yield();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => backup);
        Assert.Empty(await bench.NamesAsync());
    }
}
