using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using DbSafety.Tests.Infrastructure;

namespace DbSafety.Tests.Sandbox;

/// <summary>An npm client that serves a package of shell scripts from a folder, and counts how often it was asked to.</summary>
internal sealed class FakePackages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-test-").FullName;

    public FakePackages(params (string Name, string Text)[] more)
    {
        WriteArchive([
            ("package/native/bin/postgres", "#!/bin/sh\necho 'postgres (PostgreSQL) 17.3'\n"),
            ("package/native/bin/initdb", "#!/bin/sh\n"),
            ("package/native/bin/pg_ctl", "#!/bin/sh\n"),
            ("package/native/lib/libpq.so.5.17", "library"),
            ("package/native/pg-symlinks.json", """[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]"""),
            ("package/scripts/other.js", "not for us"),
            .. more,
        ]);
        WriteClient($"echo asked >> '{_folder}/log'; sleep 0.3; cp '{Archive}' \"$4/package.tgz\"");
        Host = new TestHost { Environment = { ["PATH"] = $"{_folder}:/usr/bin:/bin", ["DBSAFETY_CACHE"] = Cache } };
    }

    public TestHost Host { get; }

    public string Cache => Path.Combine(_folder, "cache");

    public string Archive => Path.Combine(_folder, "archive.tgz");

    public int Downloads => File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllLines(Path.Combine(_folder, "log")).Length : 0;

    /// <summary>Says how the client answers <c>npm pack</c>; <c>$4</c> is the destination.</summary>
    public void WriteClient(string pack)
    {
        var path = Path.Combine(_folder, "npm");
        File.WriteAllText(path, $"""
            #!/bin/sh
            case $1 in
            view) echo '["16.1.0-beta.1", "17.3.0-beta.9", "17.3.0-beta.16", "17.2.0-beta.17", "18.0.0-beta.1", "next"]';;
            pack) {pack};;
            esac
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteArchive((string Name, string Text)[] files)
    {
        using var file = File.Create(Archive);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var (name, text) in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
    }
}
