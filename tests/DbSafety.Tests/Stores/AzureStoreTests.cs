using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Tests.Approvals;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Stores;

/// <summary>What only Azure has: credentials, containers, blocks that were never committed.</summary>
public sealed class AzureStoreTests
{
    [SkippableFact]
    public async Task Blocks_of_a_killed_backup_go_after_a_day_and_those_of_a_living_one_stay()
    {
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        var container = await ContainerAsync(bench);
        var (dead, old, alive) = ("backup_20240101_000000_t.sql.gz", "backup_20230101_000000_t.sql.gz", $"backup_{BackupFileNames.IdOf(DateTimeOffset.UtcNow)}_t.sql.gz");
        foreach (var name in new[] { dead, old, alive })
            await container.GetBlockBlobClient($"shop/nightly/{name}").StageBlockAsync(Convert.ToBase64String("00000000"u8), new MemoryStream([1, 2, 3]));
        await bench.WriteAsync(BackupFileNames.Reservation("20240101_000000"), "its mark was renewed a moment ago");
        await using (await SetFiles.ReserveAsync(bench.Files, bench.Host, default))
            Assert.Equal([dead, alive], await UncommittedAsync(container));

        var later = bench.NewHost();
        later.Time = new MovedTime(TimeSpan.FromDays(2));
        await using (await SetFiles.ReserveAsync(bench.Files, later, default))
            Assert.Empty(await UncommittedAsync(container));
        Assert.Empty(await bench.NamesAsync());
    }

    [SkippableFact]
    public async Task A_signature_of_the_environment_opens_the_container_by_its_address()
    {
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        var container = await ContainerAsync(bench);
        await bench.WriteAsync("backup_20240101_000000.proof.json", "here");
        var signature = container.GenerateSasUri(BlobContainerSasPermissions.All, DateTimeOffset.UtcNow.AddHours(1)).Query;
        var host = new TestHost();
        host.Environment["AZURE_STORAGE_SAS_TOKEN"] = signature;
        var store = FileStores.Open($"{container.Uri}/shop/nightly", host);
        Assert.NotNull(await store.FindAsync("backup_20240101_000000.proof.json", default));
        Assert.DoesNotContain("sig=", store.PathOf("x"), StringComparison.Ordinal);

        host.Environment["AZURE_STORAGE_SAS_TOKEN"] = container.GenerateSasUri(BlobContainerSasPermissions.Read, DateTimeOffset.UtcNow.AddHours(1)).Query;
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => FileStores.Open($"{container.Uri}/shop/nightly", host).ReplaceAsync("backup_20240101_000000.proof.json", new byte[1], default));
        Assert.Equal(("BackupStoreDenied", ErrorKind.PermissionDenied), (error.Id, error.Kind));
        Assert.DoesNotContain("sig=", Told(error), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_wrong_key_a_wrong_account_and_a_container_that_is_not_there_are_told_without_the_key()
    {
        var azurite = await Azurite.GetAsync();
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        var wrong = Convert.ToBase64String(Encoding.ASCII.GetBytes("a key that nobody knows but we"));
        var host = new TestHost();
        host.Environment["AZURE_STORAGE_CONNECTION_STRING"] = azurite.ConnectionThrough(azurite.Port).Replace(azurite.Secret, wrong, StringComparison.Ordinal);
        var denied = await Assert.ThrowsAsync<DbSafetyException>(() => new BackupStore(FileStores.Open(bench.Location, host)).ListAsync(host, default));
        Assert.Equal("BackupStoreDenied", denied.Id);
        Assert.DoesNotContain(wrong, Told(denied), StringComparison.Ordinal);

        host.Environment["AZURE_STORAGE_CONNECTION_STRING"] = azurite.ConnectionThrough(azurite.Port);
        var other = Assert.Throws<DbSafetyException>(() => FileStores.Open("azblob://another/c", host));
        Assert.Equal("BackupStoreCredentialMissing", other.Id);
        Assert.DoesNotContain(azurite.Secret, Told(other), StringComparison.Ordinal);

        var missing = await Assert.ThrowsAsync<DbSafetyException>(() => FileStores.Open($"azblob://{Azurite.Account}/not-there", host).ReserveAsync(host, default));
        Assert.Equal("BackupStoreNotFound", missing.Id);
        Assert.Equal("BackupStoreCredentialMissing", Assert.Throws<DbSafetyException>(() => FileStores.Open($"http://127.0.0.1:{azurite.Port}/{Azurite.Account}/c", new TestHost())).Id);
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/c?sig=hush")]
    [InlineData("azblob://user:hush@account/c")]
    [InlineData("azblob://account")]
    [InlineData("ftp://account/hush")]
    public void A_place_that_cannot_be_or_that_holds_a_secret_is_refused_and_not_repeated(string location)
    {
        var error = Assert.Throws<DbSafetyException>(() => FileStores.Open(location, new TestHost()));
        Assert.Equal("BackupLocationInvalid", error.Id);
        Assert.DoesNotContain("hush", Told(error), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_connection_that_is_lost_in_the_middle_of_an_upload_is_taken_up_again()
    {
        var azurite = await Azurite.GetAsync();
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        await using var proxy = new LossyProxy(azurite.Port);
        var host = new TestHost();
        host.Environment["AZURE_STORAGE_CONNECTION_STRING"] = azurite.ConnectionThrough(proxy.Port);
        await using var files = await SetFiles.ReserveAsync(FileStores.Open(bench.Location, host), host, default);
        var content = new byte[9 << 20];
        new Random(3).NextBytes(content);
        var draft = files.Create($"backup_{files.Id}_t.sql.gz");
        proxy.CutAfter(6 << 20);
        await draft.Stream.WriteAsync(content);
        await draft.CloseAsync(default);
        await draft.PublishAsync(default);
        Assert.True(proxy.HasCut);
        Assert.Equal(content, await bench.ReadAsync($"backup_{files.Id}_t.sql.gz"));
    }

    [SkippableFact]
    public async Task A_commit_whose_answer_is_lost_is_known_as_ours_and_is_no_other_file()
    {
        var azurite = await Azurite.GetAsync();
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        await using var proxy = new LossyProxy(azurite.Port);
        var host = new TestHost();
        host.Environment["AZURE_STORAGE_CONNECTION_STRING"] = azurite.ConnectionThrough(proxy.Port);
        await using var files = await SetFiles.ReserveAsync(FileStores.Open(bench.Location, host), host, default);
        var draft = files.Create($"backup_{files.Id}_t.sql.gz");
        await draft.Stream.WriteAsync("whole"u8.ToArray());
        await draft.CloseAsync(default);
        // The request arrives, its answer does not: the client asks once more, and is told that there is one already.
        proxy.CutNextAnswer();
        await draft.PublishAsync(default);
        Assert.True(proxy.HasCut);
        Assert.Equal("whole", Encoding.UTF8.GetString(await bench.ReadAsync($"backup_{files.Id}_t.sql.gz")));
    }

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task A_store_that_goes_away_in_the_middle_of_a_backup_is_a_typed_error_and_lists_no_half_set()
    {
        TestRun.SkipUnlessLong();
        var azurite = await Azurite.GetAsync();
        await using var bench = await StoreBench.CreateAsync(StoreKind.Azure);
        await using var database = await TestDatabase.CreateAsync(18, "CREATE TABLE notes (body text); INSERT INTO notes SELECT md5(i::text) FROM generate_series(1, 400000) i");
        var host = new TestHost();
        var proxy = new LossyProxy(azurite.Port);
        host.Environment["AZURE_STORAGE_CONNECTION_STRING"] = azurite.ConnectionThrough(proxy.Port);
        proxy.CloseAfter(5 << 20);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() =>
            BackupWriter.CreateAsync(database.Sessions, new BackupRequest { Store = FileStores.Open(bench.Location, host), IsWholeDatabase = true }, host, default));
        await proxy.DisposeAsync();
        Assert.Equal(("BackupStoreUnreachable", ErrorKind.Connection), (error.Id, error.Kind));
        Assert.DoesNotContain(azurite.Secret, Told(error), StringComparison.Ordinal);
        Assert.Empty(await bench.Sets.ListAsync(bench.Host, default));
    }

    private static string Told(DbSafetyException error) => $"{error.Message} {error.State} {error.NextStep} {string.Join(' ', error.Detail)} {error}";

    private static async Task<BlobContainerClient> ContainerAsync(StoreBench bench)
    {
        var azurite = await Azurite.GetAsync();
        return new BlobContainerClient(azurite.ConnectionThrough(azurite.Port), new Uri(bench.Location).AbsolutePath.Split('/')[1]);
    }

    private static async Task<IReadOnlyList<string>> UncommittedAsync(BlobContainerClient container)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { States = BlobStates.Uncommitted }))
            if (!blob.Name.EndsWith(".partial", StringComparison.Ordinal))
                names.Add(blob.Name["shop/nightly/".Length..]);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
