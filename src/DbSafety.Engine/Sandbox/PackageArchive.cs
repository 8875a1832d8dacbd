using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using DbSafety.Core.Errors;

namespace DbSafety.Engine.Sandbox;

/// <summary>Unpacks the package of server programs.</summary>
internal static class PackageArchive
{
    private const string Root = "package/native/";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Link(string Source, string Target);

    /// <summary>Unpacks the folder <c>native</c> of an archive into a folder, and makes the links that npm packages cannot hold.</summary>
    public static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        await using (var file = File.OpenRead(archive))
        await using (var gzip = new GZipStream(file, CompressionMode.Decompress))
        await using (var tar = new TarReader(gzip))
        {
            while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
            {
                if (entry.DataStream is not null && entry.Name.StartsWith(Root, StringComparison.Ordinal))
                    await WriteAsync(entry, Inside(folder, entry.Name[Root.Length..]), cancellationToken);
            }
        }

        await LinkAsync(folder, cancellationToken);
    }

    private static async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        await using (var output = new FileStream(path, FileMode.CreateNew))
            await entry.DataStream!.CopyToAsync(output, cancellationToken);

        // Another user than the one who unpacks runs these where that one is root.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, path.Contains("/bin/", StringComparison.Ordinal) ? Executable : Readable);
    }

    private static async Task LinkAsync(string folder, CancellationToken cancellationToken)
    {
        var list = Path.Combine(folder, "pg-symlinks.json");
        if (!File.Exists(list) || OperatingSystem.IsWindows())
            return;
        var links = JsonSerializer.Deserialize<Link[]>(await File.ReadAllTextAsync(list, cancellationToken), Options) ?? [];
        foreach (var link in links)
        {
            var path = Inside(folder, WithoutRoot(link.Target));
            var source = Inside(folder, WithoutRoot(link.Source));
            if (!File.Exists(path))
                File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, source));
        }
    }

    private static string WithoutRoot(string name) =>
        name.StartsWith("native/", StringComparison.Ordinal) ? name["native/".Length..] : name;

    // An archive must not write outside of its folder, whoever made it.
    private static string Inside(string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new DbSafetyException("SandboxPackageUnsafe", ErrorKind.Refused, $"The package of server programs names a file outside of it: {name}.")
            {
                State = "Nothing was installed.",
                NextStep = $"Install PostgreSQL yourself, and name its folder in {InstalledServers.FolderVariable}.",
            };
    }

    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Executable);
    }
}
