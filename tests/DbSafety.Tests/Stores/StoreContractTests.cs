using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Stores;
using Xunit;

namespace DbSafety.Tests.Stores;

/// <summary>What every place of backups keeps to, whatever it is.</summary>
public sealed class StoreContractTests
{
    public static TheoryData<StoreKind> Kinds => [.. Enum.GetValues<StoreKind>()];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_is_seen_when_it_is_published_and_not_before(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var files = await SetFiles.ReserveAsync(bench.Files, bench.Host, default);
        var name = $"backup_{files.Id}_t.sql.gz";
        var draft = files.Create(name);
        await draft.Stream.WriteAsync("all of it"u8.ToArray());
        await draft.CloseAsync(default);
        Assert.Null(await bench.Files.FindAsync(name, default));
        await Assert.ThrowsAnyAsync<FileNotFoundException>(() => bench.Files.OpenAsync(name, default));
        await draft.PublishAsync(default);
        Assert.Equal(9, (await bench.Files.FindAsync(name, default))!.Bytes);
        Assert.Equal("all of it", Encoding.UTF8.GetString(await bench.ReadAsync(name)));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_of_many_parts_comes_back_to_the_last_byte(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        var content = new byte[(9 << 20) + 17];
        new Random(7).NextBytes(content);
        await using var files = await SetFiles.ReserveAsync(bench.Files, bench.Host, default);
        var draft = files.Create($"backup_{files.Id}_t.sql.gz");
        for (var at = 0; at < content.Length; at += 700_001)
            await draft.Stream.WriteAsync(content.AsMemory(at, Math.Min(700_001, content.Length - at)));
        await draft.CloseAsync(default);
        await draft.PublishAsync(default);
        Assert.Equal(content, await bench.ReadAsync($"backup_{files.Id}_t.sql.gz"));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_name_that_exists_is_never_written_over_and_stays_when_the_other_one_is_withdrawn(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using var files = await SetFiles.ReserveAsync(bench.Files, bench.Host, default);
        var name = $"backup_{files.Id}_t.sql.gz";
        var draft = files.Create(name);
        await draft.Stream.WriteAsync("ours"u8.ToArray());
        await draft.CloseAsync(default);
        await bench.WriteAsync(name, "theirs");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => draft.PublishAsync(default));
        if (!bench.IsFolder)
            Assert.Equal("BackupFileExists", Assert.IsType<DbSafetyException>(error).Id);
        await draft.WithdrawAsync();
        Assert.Equal("theirs", Encoding.UTF8.GetString(await bench.ReadAsync(name)));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_withdrawn_leaves_nothing(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await using (var files = await SetFiles.ReserveAsync(bench.Files, bench.Host, default))
        {
            foreach (var table in (string[])["published", "closed", "open"])
            {
                var draft = files.Create($"backup_{files.Id}_{table}.sql.gz");
                await draft.Stream.WriteAsync(new byte[5 << 20]);
                if (table != "open")
                    await draft.CloseAsync(default);
                if (table == "published")
                    await draft.PublishAsync(default);
            }
        }

        Assert.Empty(await bench.NamesAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task An_id_belongs_to_one_writer_and_is_given_back(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        var host = bench.NewHost();
        host.Time = new StillTime(DateTimeOffset.UtcNow);
        await using (var first = await SetFiles.ReserveAsync(bench.Files, host, default))
        await using (var second = await SetFiles.ReserveAsync(bench.Files, host, default))
            Assert.Equal(BackupFileNames.IdOf(host.Time.GetUtcNow().AddSeconds(1)), second.Id);
        Assert.Empty(await bench.NamesAsync());
        var taken = BackupFileNames.IdOf(host.Time.GetUtcNow());
        await bench.WriteAsync(BackupFileNames.Manifest(taken), "{}");
        await using var third = await SetFiles.ReserveAsync(bench.Files, host, default);
        Assert.NotEqual(taken, third.Id);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_kill_between_the_files_and_the_manifest_leaves_no_set_and_the_next_backup_says_so(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        // As it is when the process is gone: the files have their names, the id is still marked, the manifest is not there.
        var id = "20240101_000000";
        await bench.WriteAsync(BackupFileNames.Reservation(id), "gone");
        await bench.WriteAsync($"backup_{id}_t.sql.gz", "whole");
        Assert.Empty(await bench.Sets.ListAsync(bench.Host, default));
        var found = await Assert.ThrowsAsync<DbSafetyException>(() => bench.Sets.FindAsync($"backup_{id}_t.sql.gz", bench.Host, default));
        Assert.Contains("has no manifest beside it", found.Message, StringComparison.Ordinal);

        var later = bench.NewHost();
        later.Time = new StillTime(DateTimeOffset.UtcNow.AddDays(2));
        await using (await SetFiles.ReserveAsync(bench.Files, later, default))
            Assert.Contains(later.Warnings, text => text.Contains($"backup_{id}_t.sql.gz can be loaded with psql", StringComparison.Ordinal));
        Assert.Equal([$"backup_{id}_t.sql.gz"], await bench.NamesAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_is_replaced_moved_and_deleted(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await bench.WriteAsync("backup_20240101_000000.proof.json", "one");
        await bench.WriteAsync("backup_20240101_000000.proof.json", "two");
        Assert.Equal("two", Encoding.UTF8.GetString(await bench.ReadAsync("backup_20240101_000000.proof.json")));
        await bench.Files.MoveAsync("backup_20240101_000000.proof.json", ".backup_20240101_000000.removing", default);
        Assert.Equal([".backup_20240101_000000.removing"], await bench.NamesAsync());
        Assert.True(await bench.Files.TryDeleteAsync(".backup_20240101_000000.removing", default));
        Assert.True(await bench.Files.TryDeleteAsync(".backup_20240101_000000.removing", default));
        Assert.Empty(await bench.NamesAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Its_name_and_the_names_of_its_files_find_it_again(StoreKind kind)
    {
        await using var bench = await StoreBench.CreateAsync(kind);
        await bench.WriteAsync("backup_20240101_000000.proof.json", "here");
        var again = FileStores.Open(bench.Files.Location, bench.Host);
        Assert.Equal(bench.Files.Location, again.Location);
        Assert.NotNull(await again.FindAsync("backup_20240101_000000.proof.json", default));
        Assert.StartsWith(bench.Location.Split('?')[0], again.PathOf("backup_20240101_000000.proof.json"), StringComparison.Ordinal);
    }
}
