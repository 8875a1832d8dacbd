using System.Text;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Tests.Infrastructure;

namespace DbSafety.Tests.Stores;

/// <summary>An empty place for backups of one kind, and a host that has the credentials for it.</summary>
internal sealed class StoreBench : IAsyncDisposable
{
    private readonly string? _folder;

    private StoreBench(StoreKind kind, string location, string? folder, IReadOnlyDictionary<string, string> variables)
    {
        Kind = kind;
        Location = location;
        Variables = variables;
        _folder = folder;
        Host = NewHost();
    }

    public StoreKind Kind { get; }

    /// <summary>The place as a user writes it.</summary>
    public string Location { get; }

    /// <summary>What the environment has.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    public TestHost Host { get; }

    public bool IsFolder => Kind == StoreKind.Folder;

    public IFileStore Files => FileStores.Open(Location, Host);

    public BackupStore Sets => new(Files);

    public static async Task<StoreBench> CreateAsync(StoreKind kind)
    {
        switch (kind)
        {
            case StoreKind.Azure:
                var azurite = await Azurite.GetAsync();
                var container = await azurite.ContainerAsync();
                return new StoreBench(kind, $"azblob://{Azurite.Account}/{container.Name}/shop/nightly", null,
                    new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = azurite.ConnectionThrough(azurite.Port) });
            case StoreKind.S3:
                // The server lacks what the store asks for, and is used as a user would have to use it.
                return new StoreBench(kind, (await S3Server.GetAsync()).Location("&create=unconditional"), null, S3Server.Variables);
            default:
                var folder = Directory.CreateTempSubdirectory("dbsafety-store-").FullName;
                return new StoreBench(kind, Path.Combine(folder, "backups"), folder, new Dictionary<string, string>());
        }
    }

    /// <summary>Another host with the same credentials.</summary>
    public TestHost NewHost()
    {
        var host = new TestHost();
        foreach (var (name, value) in Variables)
            host.Environment[name] = value;
        return host;
    }

    /// <summary>The names of all files, whatever they begin with.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = new List<string>();
        foreach (var prefix in (string[])["backup_", ".backup_"])
            await foreach (var file in Files.ListAsync(prefix, default))
                names.Add(file.Name);
        return [.. names.Order(StringComparer.Ordinal)];
    }

    public async Task<byte[]> ReadAsync(string name)
    {
        await using var stream = await Files.OpenAsync(name, default);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    /// <summary>Writes a file as somebody else would.</summary>
    public Task WriteAsync(string name, byte[] content)
    {
        if (_folder is not null)
            Directory.CreateDirectory(Location);
        return Files.ReplaceAsync(name, content, default);
    }

    public Task WriteAsync(string name, string content) => WriteAsync(name, Encoding.UTF8.GetBytes(content));

    public ValueTask DisposeAsync()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
