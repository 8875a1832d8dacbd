using Azure.Storage.Blobs;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Tests.Stores;

/// <summary>Microsoft's emulator of Azure storage: one for all tests of a run.</summary>
internal sealed class Azurite
{
    public const string Account = "devstoreaccount1";

    private const string Version = "3.35.0";

    // The emulator's own account, whose key Microsoft publishes.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<Azurite>> One = new(StartAsync);

    // Held, since a collected process object closes the pipe that the server watches.
    private readonly NodeProgram _process;

    private Azurite(int port, NodeProgram process)
    {
        Port = port;
        _process = process;
    }

    public int Port { get; }

    public string Secret => Key;

    /// <summary>The running one; the test is skipped where there is none to be had.</summary>
    public static async Task<Azurite> GetAsync()
    {
        try
        {
            return await One.Value;
        }
        catch (NodeMissingException error)
        {
            Xunit.Skip.If(true, error.Message);
            throw;
        }
    }

    /// <summary>The connection string, straight or through a proxy.</summary>
    public string ConnectionThrough(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{port}/{Account};";

    /// <summary>A new container.</summary>
    public async Task<BlobContainerClient> ContainerAsync()
    {
        var container = new BlobContainerClient(ConnectionThrough(Port), "c" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync();
        return container;
    }

    private static async Task<Azurite> StartAsync()
    {
        var folder = await NodeProgram.InstallAsync("azurite", Version);
        var data = Directory.CreateTempSubdirectory("dbsafety-azurite-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(data, recursive: true);
        var port = FreePorts.Find(1)[0];
        string[] arguments = ["--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", data, "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
        var process = await NodeProgram.StartAsync(Path.Combine(folder, "dist", "src", "blob", "main.js"), arguments, () => HttpPort.AnswersAsync(port));
        return new Azurite(port, process);
    }
}
