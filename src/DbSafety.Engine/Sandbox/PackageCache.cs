using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>
/// The fetched servers: one folder per version. A folder gets its final name only when it is complete, and one process at a time
/// fetches, so that neither a kill nor two runs at once leave half of one.
/// </summary>
internal sealed class PackageCache(IOperationHost host)
{
    /// <summary>Overrides the place of the cache.</summary>
    public const string FolderVariable = "DBSAFETY_CACHE";

    private string Folder { get; } = Path.Combine(Root(host), "postgres");

    /// <summary>The server programs of a major version, fetched where they are not there yet.</summary>
    public async Task<ServerBinaries> GetAsync(int major, CancellationToken cancellationToken)
    {
        if (await FindAsync(major, cancellationToken) is { } cached)
            return cached;
        var package = NpmClient.PackageName
            ?? throw SandboxErrors.NoServer("none is installed here, and there is no npm package for this platform");

        PackageArchive.MakeFolder(Folder);
        await using var only = await LockAsync(cancellationToken);
        if (await FindAsync(major, cancellationToken) is { } fetchedMeanwhile)
            return fetchedMeanwhile;
        foreach (var half in Directory.EnumerateDirectories(Folder, "unpacking-*"))
            Directory.Delete(half, recursive: true);
        return await FetchAsync(package, major, cancellationToken);
    }

    private async Task<ServerBinaries?> FindAsync(int major, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Folder))
            return null;
        var versions = Directory.EnumerateDirectories(Folder).Select(folder => PackageVersion.Parse(Path.GetFileName(folder)))
            .Where(version => version?.Major == major).OrderDescending();
        foreach (var version in versions)
        {
            if (await ServerBinaries.InspectAsync(Path.Combine(Folder, version!.Text, "bin"), cancellationToken) is { } binaries)
                return binaries;
        }

        return null;
    }

    private async Task<ServerBinaries> FetchAsync(string package, int major, CancellationToken cancellationToken)
    {
        var activity = $"Fetching PostgreSQL {major}";
        host.Progress(new ProgressReport(activity, package, 0, 3, "steps"));
        var npm = new NpmClient(host);
        var version = await npm.NewestAsync(package, major, cancellationToken);
        var half = Path.Combine(Folder, $"unpacking-{Path.GetRandomFileName()}");
        var final = Path.Combine(Folder, version.Text);
        PackageArchive.MakeFolder(half);
        try
        {
            host.Progress(new ProgressReport(activity, $"downloading {package}@{version.Text}", 1, 3, "steps"));
            var archive = await npm.PackAsync(package, version, half, cancellationToken);
            host.Progress(new ProgressReport(activity, $"unpacking {version.Text}", 2, 3, "steps"));
            var unpacked = Path.Combine(half, "native");
            PackageArchive.MakeFolder(unpacked);
            await PackageArchive.UnpackAsync(archive, unpacked, cancellationToken);
            if (await ServerBinaries.InspectAsync(Path.Combine(unpacked, "bin"), cancellationToken) is null)
                throw SandboxErrors.FetchFailed($"the programs of {package}@{version.Text} do not run on this machine.");
            if (Directory.Exists(final))
                Directory.Delete(final, recursive: true);
            Directory.Move(unpacked, final);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw SandboxErrors.FetchFailed("the archive is damaged or incomplete.", inner: error);
        }
        finally
        {
            Directory.Delete(half, recursive: true);
            host.Progress(new ProgressReport(activity, version.Text, 3, 3, "steps", Completed: true));
        }

        return new ServerBinaries(Path.Combine(final, "bin"), $"{version.Major}.{version.Minor}");
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), host.Time, cancellationToken);
            }
        }
    }

    internal static string Root(IOperationHost host)
    {
        if (host.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            return Path.GetFullPath(named);

        // Root's own folder is closed to the user that the server runs as.
        if (Libc.IsRoot)
            return "/var/cache/dbsafety";
        if (host.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
            return Path.Combine(cache, "dbsafety");
        if (OperatingSystem.IsWindows())
            return Path.Combine(host.GetEnvironmentVariable("LOCALAPPDATA") ?? Path.GetTempPath(), "dbsafety", "cache");
        return Path.Combine(host.GetEnvironmentVariable("HOME") ?? Path.GetTempPath(), ".cache", "dbsafety");
    }
}
