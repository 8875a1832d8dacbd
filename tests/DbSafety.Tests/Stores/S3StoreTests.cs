using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Stores;

/// <summary>What only S3 has: servers that lack a part of it, credentials, buckets.</summary>
public sealed class S3StoreTests
{
    [SkippableFact]
    public async Task A_server_without_conditional_writes_is_refused_before_a_byte_of_a_backup_is_written()
    {
        var server = await S3Server.GetAsync();
        var host = Host();
        var store = FileStores.Open(server.Location(), host);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => store.ReserveAsync(host, default));
        Assert.Equal(("BackupStoreNotConditional", ErrorKind.NotSupported), (error.Id, error.Kind));
        await foreach (var file in store.ListAsync(".backup_", default))
            Assert.Fail($"{file.Name} was left.");
    }

    [SkippableFact]
    public async Task What_the_user_takes_upon_himself_is_told_each_time()
    {
        var server = await S3Server.GetAsync();
        var host = Host();
        await using (await SetFiles.ReserveAsync(FileStores.Open(server.Location("&create=unconditional"), host), host, default))
        {
            Assert.Contains(host.Warnings, text => text.Contains("no second backup may run there at the same time", StringComparison.Ordinal));
            Assert.Contains(host.Warnings, text => text.Contains("has to be removed by a rule of the bucket", StringComparison.Ordinal));
        }
    }

    [SkippableFact]
    public async Task A_wrong_key_and_a_bucket_that_is_not_there_are_told_without_the_key()
    {
        var server = await S3Server.GetAsync();
        var host = Host();
        var missing = await Assert.ThrowsAsync<DbSafetyException>(() =>
            FileStores.Open(server.Location("&create=unconditional").Replace($"s3://{S3Server.Bucket}/", "s3://not-there/", StringComparison.Ordinal), host).ReserveAsync(host, default));
        Assert.Equal("BackupStoreNotFound", missing.Id);
        (host.Environment["AWS_ACCESS_KEY_ID"], host.Environment["AWS_SECRET_ACCESS_KEY"]) = ("nobody", "hush");
        var denied = await Assert.ThrowsAsync<DbSafetyException>(() => FileStores.Open(server.Location(), host).ReserveAsync(host, default));
        Assert.Equal("BackupStoreDenied", denied.Id);
        Assert.DoesNotContain("hush", $"{denied.NextStep} {denied}", StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_connection_that_is_lost_in_the_middle_of_an_upload_is_taken_up_again()
    {
        var server = await S3Server.GetAsync();
        await using var proxy = new LossyProxy(server.Port);
        var host = Host();
        var store = FileStores.Open(server.Location("&create=unconditional", proxy.Port), host);
        await using var files = await SetFiles.ReserveAsync(store, host, default);
        var content = new byte[9 << 20];
        new Random(3).NextBytes(content);
        var draft = files.Create($"backup_{files.Id}_t.sql.gz");
        proxy.CutAfter(3 << 20);
        await draft.Stream.WriteAsync(content);
        await draft.CloseAsync(default);
        await draft.PublishAsync(default);
        Assert.True(proxy.HasCut);
        await using var stream = await store.OpenAsync($"backup_{files.Id}_t.sql.gz", default);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
    }

    [Theory]
    [InlineData("s3://bucket/prefix?endpoint=not-an-address")]
    [InlineData("s3://bucket/prefix?create=sometimes")]
    [InlineData("s3://bucket/prefix?X-Amz-Signature=hush")]
    [InlineData("s3://key:hush@bucket/prefix")]
    [InlineData("s3://bucket/prefix?endpoint=http://key:hush@server")]
    public void A_place_that_cannot_be_or_that_holds_a_secret_is_refused_and_not_repeated(string location)
    {
        var error = Assert.Throws<DbSafetyException>(() => FileStores.Open(location, Host()));
        Assert.Equal("BackupLocationInvalid", error.Id);
        Assert.DoesNotContain("hush", $"{error.NextStep} {error}", StringComparison.Ordinal);
    }

    private static TestHost Host()
    {
        var host = new TestHost();
        foreach (var (name, value) in S3Server.Variables)
            host.Environment[name] = value;
        return host;
    }
}
