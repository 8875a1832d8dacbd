using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>Remove-LogicalBackup over real sets and a real journal.</summary>
public sealed class RemoveLogicalBackupTests
{
    private const string Sql = "CREATE TABLE notes (id integer PRIMARY KEY); INSERT INTO notes VALUES (1)";

    [Fact]
    public async Task It_shows_first_and_then_removes_all_files_of_a_set_and_no_other_file()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var old = await bench.BackupAsync("notes");
        var last = await bench.BackupAsync("notes");
        await bench.ProveAsync(old);
        await bench.ProveAsync(last);
        string[] foreign = [$"backup_{old.Id}_by_hand.txt", $"backup_{old.Id}.manifest.json.bak", "notes.sql"];
        foreach (var name in foreign)
            await File.WriteAllTextAsync(Path.Combine(bench.Folder, name), "mine");
        var before = Files(bench);

        var shown = await PruneAsync(bench, options => options.WhatIf = true);
        Assert.Equal([RetentionDecision.WouldRemove, RetentionDecision.Kept], shown.Select(item => item.Decision).OrderDescending());
        Assert.Equal(before, Files(bench));
        Assert.Contains(old.Id, Assert.Single(bench.Host.Confirmations).Action, StringComparison.Ordinal);

        var done = await PruneAsync(bench);
        Assert.Equal(RetentionDecision.Removed, done.Single(item => item.Id == old.Id).Decision);
        Assert.Equal(before.Where(name => !name.Contains(old.Id, StringComparison.Ordinal) || foreign.Contains(name)), Files(bench));
        Assert.Equal(last.Id, Assert.Single(await new BackupStore(bench.Folder).ListAsync(bench.Host, default)).Id);
    }

    [Fact]
    public async Task Without_a_yes_nothing_goes()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        await bench.BackupAsync("notes");
        await bench.ProveAsync(await bench.BackupAsync("notes"));
        bench.Host.Confirms = false;
        Assert.DoesNotContain(await PruneAsync(bench), item => item.Decision == RetentionDecision.Removed);
        Assert.Equal(2, (await new BackupStore(bench.Folder).ListAsync(bench.Host, default)).Count);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task The_set_of_an_applied_migration_stays_until_it_is_rolled_back(int major)
    {
        const string Policy = "        approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }";
        await using var project = await TestProject.CreateAsync(major, Sql, Policy);
        project.With("0001_a", "ALTER TABLE notes ADD y int", "ALTER TABLE notes DROP y");
        var needed = (await project.MigrateAsync()).Backup!.Id;
        await project.RunAsync(new NewLogicalBackupOptions { Table = ["notes"], Prove = true });

        var kept = (await project.RunAsync(new RemoveLogicalBackupOptions { OlderThan = TimeSpan.Zero })).ResultsOf<BackupRetention>().Single(item => item.Id == needed);
        Assert.Equal(RetentionDecision.Kept, kept.Decision);
        Assert.Contains("0001_a", Assert.Single(kept.Reasons), StringComparison.Ordinal);

        await project.UndoAsync(options => options.Id = "0001_a");
        var gone = (await project.RunAsync(new RemoveLogicalBackupOptions { OlderThan = TimeSpan.Zero })).ResultsOf<BackupRetention>().Single(item => item.Id == needed);
        Assert.Equal(RetentionDecision.Removed, gone.Decision);
    }

    [Fact]
    public async Task Where_the_journal_cannot_be_asked_nothing_goes()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        await bench.BackupAsync("notes");
        await bench.ProveAsync(await bench.BackupAsync("notes"));
        var before = Files(bench);
        var nowhere = new NpgsqlConnectionStringBuilder(bench.Database.ConnectionString) { Port = 1 }.ConnectionString;
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => PruneAsync(bench, options => options.Connection = nowhere));
        Assert.Equal(ErrorKind.Connection, error.Kind);
        Assert.Equal(before, Files(bench));
    }

    [Fact]
    public async Task Sets_of_another_database_stay()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        await bench.BackupAsync("notes");
        await bench.ProveAsync(await bench.BackupAsync("notes"));
        var other = await bench.EmptyAsync();
        var items = await PruneAsync(bench, options => options.Connection = other.ConnectionString);
        Assert.All(items, item => Assert.Equal(RetentionDecision.Kept, item.Decision));
        Assert.Contains("journal was not asked", items[0].Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_that_somebody_reads_stays_whole()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var old = await bench.BackupAsync("notes");
        await bench.ProveAsync(await bench.BackupAsync("notes"));
        var before = Files(bench);
        await using (new FileStream(old.PathOf(old.Manifest.Tables[0].File.Name), FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => PruneAsync(bench));
            Assert.Equal("BackupNotRemoved", error.Id);
        }

        Assert.Equal(before, Files(bench));
        Assert.Contains(bench.Host.ResultsOf<BackupRetention>(), item => item is { Decision: RetentionDecision.NotRemoved } && item.Id == old.Id);
    }

    [Fact]
    public async Task A_removal_that_was_killed_leaves_no_set_that_looks_whole_and_the_next_one_finishes_it()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var half = await bench.BackupAsync("notes");
        var old = await bench.BackupAsync("notes");
        await bench.ProveAsync(await bench.BackupAsync("notes"));
        // As it is right after the first step of a removal.
        File.Move(half.ManifestPath, Path.Combine(bench.Folder, $".backup_{half.Id}.manifest.json.removing"));
        Assert.DoesNotContain(await new BackupStore(bench.Folder).ListAsync(bench.Host, default), set => set.Id == half.Id);

        await PruneAsync(bench);
        Assert.DoesNotContain(Files(bench), name => name.Contains(half.Id, StringComparison.Ordinal) || name.Contains(old.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_rule_is_an_error_and_so_are_rules_beside_a_name()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        Assert.Equal("RetentionInvalid", (await Assert.ThrowsAsync<DbSafetyException>(() => PruneAsync(bench, options => options.OlderThan = null))).Id);
        Assert.Equal("RetentionInvalid", (await Assert.ThrowsAsync<DbSafetyException>(() => PruneAsync(bench, options => options.Backup = "20241215_143022"))).Id);
    }

    private static async Task<IReadOnlyList<BackupRetention>> PruneAsync(BackupBench bench, Action<RemoveLogicalBackupOptions>? change = null)
    {
        var options = new RemoveLogicalBackupOptions { Connection = bench.Database.ConnectionString, Path = bench.Folder, OlderThan = TimeSpan.Zero };
        change?.Invoke(options);
        var seen = bench.Host.Results.Count;
        await new OperationRunner().RunAsync(options, bench.Host, default);
        return [.. bench.Host.Results.Skip(seen).OfType<BackupRetention>()];
    }

    private static List<string> Files(BackupBench bench) => [.. Directory.EnumerateFiles(bench.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
